/** The demonstration: held-out problems, every strategy on them, and the table of results. */
@NullMarked
package io.metagen.cli.demo;

import org.jspecify.annotations.NullMarked;
