package io.metagen.bench.verify;

import io.metagen.bench.soak.ProcFiles;

/**
 * What a service holds.
 *
 * @param residentMiB resident set
 * @param nativeMiB anonymous resident memory less the Java heap, which is fixed and touched
 * @param openFiles files, sockets and pipes
 * @param threads of the operating system
 * @param children processes that it started, and what they started
 * @param scratch entries of its folder for temporary files
 */
record Footprint(
    double residentMiB, double nativeMiB, int openFiles, int threads, int children, int scratch) {

  /** Returns what a process holds now. */
  static Footprint of(ProcessHandle process, int scratch, ProcFiles proc) {
    long pid = process.pid();
    return new Footprint(
        proc.memoryMiB(pid, "VmRSS"),
        proc.memoryMiB(pid, "RssAnon") - VerifySettings.HEAP_MIB,
        proc.openFiles(pid),
        proc.threads(pid),
        (int) process.descendants().count(),
        scratch);
  }
}
