@NullMarked
package io.metagen.generator;

import org.jspecify.annotations.NullMarked;
