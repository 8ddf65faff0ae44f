/**
 * The command line {@code metagen}: starts and stops a mesh on this machine, sends problems to it
 * and shows what comes back. Every command is one class here; {@code mesh} supervises processes,
 * {@code run} calls the orchestrator and draws a search, {@code demo} compares strategies.
 */
@NullMarked
package io.metagen.cli;

import org.jspecify.annotations.NullMarked;
