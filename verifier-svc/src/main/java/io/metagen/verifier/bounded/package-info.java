/** Work on what callers sent, bounded in time, and work of which all must succeed. */
@NullMarked
package io.metagen.verifier.bounded;

import org.jspecify.annotations.NullMarked;
