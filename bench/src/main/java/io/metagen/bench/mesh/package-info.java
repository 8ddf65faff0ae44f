/**
 * Measures searches through whole meshes: {@link io.metagen.bench.mesh.MeshBench} starts one with
 * and one without prefix cache and gives both the same runs in turn.
 */
@NullMarked
package io.metagen.bench.mesh;

import org.jspecify.annotations.NullMarked;
