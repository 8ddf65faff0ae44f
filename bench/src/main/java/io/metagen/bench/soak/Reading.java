package io.metagen.bench.soak;

/**
 * One look at the service and its machine; counts and CPU seconds are since their start.
 *
 * @param seconds since the load began
 * @param residentMiB resident set of the service
 * @param nativeMiB its anonymous resident memory less the Java heap, which is fixed and touched
 * @param cpuSeconds of the service
 * @param otherCpuSeconds of everything on the machine but the service and the load's program
 * @param engine the engine's counts
 * @param blocks the blocks, checked between two steps
 */
record Reading(
    double seconds,
    double residentMiB,
    double nativeMiB,
    double cpuSeconds,
    double otherCpuSeconds,
    EngineReading engine,
    Integrity blocks) {}
