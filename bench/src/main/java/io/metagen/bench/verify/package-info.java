/**
 * The command {@code metagen bench verify}: many callers at once on one packaged verifier, with
 * every kind of verifier and utility that needs no download, and whether every call succeeds, every
 * answer is right, and the service holds at the end what it held before. {@link
 * io.metagen.bench.verify.VerifyRun} is the whole run; {@code Checks}, {@code Measures} and {@code
 * Models} make the requests with their right answers; {@code Footprint} is what the service holds;
 * {@code Verdicts} decides.
 */
@NullMarked
package io.metagen.bench.verify;

import org.jspecify.annotations.NullMarked;
