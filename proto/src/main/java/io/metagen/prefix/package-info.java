/** The hash contract of prefix blocks, the same in generators, index and router. */
@NullMarked
package io.metagen.prefix;

import org.jspecify.annotations.NullMarked;
