package io.metagen.cli.mesh;

import java.nio.file.Path;

/**
 * What a mesh on this machine is made of.
 *
 * @param root folder of the built repository
 * @param folder where its state and logs are kept
 * @param portOffset added to every default port
 * @param generators generator replicas, at least 1
 * @param threads OpenMP threads of each process that runs a model, at least 1
 * @param heap most Java heap of each process, as {@code -Xmx} takes it
 * @param generatorModel folder of the generator's checkpoint
 * @param rewardModel folder of the outcome reward model's checkpoint
 */
public record MeshSettings(
    Path root,
    MeshFolder folder,
    int portOffset,
    int generators,
    int threads,
    String heap,
    Path generatorModel,
    Path rewardModel) {}
