/** Tests of the service, through a real channel and with a small random reward model. */
@NullMarked
package io.metagen.verifier;

import org.jspecify.annotations.NullMarked;
