/** Options that several commands have with one meaning, each defined once as a picocli mixin. */
@NullMarked
package io.metagen.bench.option;

import org.jspecify.annotations.NullMarked;
