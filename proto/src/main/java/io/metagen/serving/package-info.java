/**
 * How every service of the mesh stops: grpc.health.v1 turns NOT_SERVING, new calls are refused as
 * not ready, running ones finish, then the process exits.
 */
@NullMarked
package io.metagen.serving;

import org.jspecify.annotations.NullMarked;
