/** Tests of the error model. */
@NullMarked
package io.metagen.error;

import org.jspecify.annotations.NullMarked;
