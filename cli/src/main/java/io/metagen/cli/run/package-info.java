/** One run of a strategy: its request, the call, and how its search is shown. */
@NullMarked
package io.metagen.cli.run;

import org.jspecify.annotations.NullMarked;
