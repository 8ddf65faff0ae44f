@NullMarked
package io.metagen.generator.call;

import org.jspecify.annotations.NullMarked;
