/**
 * What every service of the mesh does alike: calls run on virtual threads, and a stop turns
 * grpc.health.v1 to NOT_SERVING, refuses new calls as not ready, lets running ones finish and ends
 * the process. Those that run a model compute with as many threads as they may use of the machine.
 */
@NullMarked
package io.metagen.serving;

import org.jspecify.annotations.NullMarked;
