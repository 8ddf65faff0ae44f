/** The checkpoint as it is served: network, tokenizer, chat template and sampling defaults. */
@NullMarked
package io.metagen.generator.model;

import org.jspecify.annotations.NullMarked;
