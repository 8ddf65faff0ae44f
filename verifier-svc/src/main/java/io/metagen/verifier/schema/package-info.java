/** JSON documents in candidates, and their validation against a JSON Schema. */
@NullMarked
package io.metagen.verifier.schema;

import org.jspecify.annotations.NullMarked;
