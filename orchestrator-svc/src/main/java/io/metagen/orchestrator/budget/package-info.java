/** One budget over a whole run: reserved before each call, settled after it. */
@NullMarked
package io.metagen.orchestrator.budget;

import org.jspecify.annotations.NullMarked;
