/** Tests over the packaged services of a whole mesh: real processes, real models, real failure. */
@NullMarked
package io.metagen.cli.system;

import org.jspecify.annotations.NullMarked;
