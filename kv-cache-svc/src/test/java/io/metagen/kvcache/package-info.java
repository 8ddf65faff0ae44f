/** Tests of the index, with hand-written generators on real sockets. */
@NullMarked
package io.metagen.kvcache;

import org.jspecify.annotations.NullMarked;
