/**
 * Runs candidate programs against unit tests, in a sandbox.
 *
 * <p>{@link io.metagen.verifier.program.ProgramSandbox} starts one launcher for each candidate, in
 * Python, from the resources beside this package, and reads one {@link
 * io.metagen.verifier.program.ProgramReport}. The launcher starts two processes without privileges:
 * one runs the program, the other the tests, which call the program over a pipe ({@code peer.py},
 * {@code wire.py}) and give the verdict ({@code judge.py}). What they may do: {@code sandbox.py},
 * {@code syscalls.py}. Why so: docs/adr/0020.
 */
@NullMarked
package io.metagen.verifier.program;

import org.jspecify.annotations.NullMarked;
