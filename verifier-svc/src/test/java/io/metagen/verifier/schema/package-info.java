@NullMarked
package io.metagen.verifier.schema;

import org.jspecify.annotations.NullMarked;
