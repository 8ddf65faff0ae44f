package io.metagen.generator.engine;

/** What the engine held after a step: sequences that run, and blocks by state. */
public record EngineLoad(int running, int usedBlocks, int cachedBlocks, int totalBlocks) {}
