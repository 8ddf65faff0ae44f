/** Regular expressions in RE2's syntax, matched in time linear in the text. */
@NullMarked
package io.metagen.verifier.pattern;

import org.jspecify.annotations.NullMarked;
