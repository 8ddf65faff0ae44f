@NullMarked
package io.metagen.transformer.cache;

import org.jspecify.annotations.NullMarked;
