@NullMarked
package io.metagen.generator.kv;

import org.jspecify.annotations.NullMarked;
