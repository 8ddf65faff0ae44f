@NullMarked
package io.metagen.generator.engine;

import org.jspecify.annotations.NullMarked;
