/**
 * Which replica holds which blocks, learned from the replicas' own event streams.
 *
 * <p>{@link io.metagen.kvcache.Discovery} keeps {@link io.metagen.kvcache.ReplicaDirectory} equal
 * to the configured generators; a {@link io.metagen.kvcache.ReplicaFollower} per replica feeds its
 * {@link io.metagen.kvcache.ReplicaIndex}; {@link io.metagen.kvcache.KvCacheEndpoint} answers from
 * the directory. A lost index costs recomputation, never a wrong answer.
 */
@NullMarked
package io.metagen.kvcache;

import org.jspecify.annotations.NullMarked;
