package io.metagen.bench.soak;

/** Takes readings of a generator under load. */
final class Probe {
  private final GeneratorProcess service;
  private final Pages pages;
  private final ProcFiles proc;
  private final double heapMiB;
  private final long begin = System.nanoTime();

  /** {@code heapMiB} is the service's Java heap, which is touched and fixed. */
  Probe(GeneratorProcess service, Pages pages, ProcFiles proc, double heapMiB) {
    this.service = service;
    this.pages = pages;
    this.proc = proc;
    this.heapMiB = heapMiB;
  }

  /** Returns a reading; its seconds count from this probe's making. */
  Reading read() throws InterruptedException {
    EngineReading engine = pages.engine();
    Integrity blocks = pages.integrity();
    ProcessHandle process = service.handle();
    double cpu = ProcFiles.cpuSeconds(process);
    return new Reading(
        (System.nanoTime() - begin) / 1e9,
        proc.memoryMiB(process.pid(), "VmRSS"),
        proc.memoryMiB(process.pid(), "RssAnon") - heapMiB,
        cpu,
        proc.busySeconds() - cpu - ProcFiles.cpuSeconds(ProcessHandle.current()),
        engine,
        blocks);
  }
}
