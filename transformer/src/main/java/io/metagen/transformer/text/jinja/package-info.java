/**
 * Chat templates as Hugging Face renders them, on the Jinjava library. Jinjava's dialect of Jinja
 * differs from the Python original in whitespace, grammar and the meaning of values; every bridge
 * between the two is in this package: {@link io.metagen.transformer.text.jinja.TemplateSource} for
 * whitespace, the {@code Hf} classes for grammar and tags, the {@code Python} classes for values.
 */
@NullMarked
package io.metagen.transformer.text.jinja;

import org.jspecify.annotations.NullMarked;
