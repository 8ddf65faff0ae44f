/** Tests of how a service stops. */
@NullMarked
package io.metagen.serving;

import org.jspecify.annotations.NullMarked;
