/** Work on what callers sent, bounded in time. */
@NullMarked
package io.metagen.verifier.bounded;

import org.jspecify.annotations.NullMarked;
