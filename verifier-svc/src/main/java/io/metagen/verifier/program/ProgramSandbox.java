package io.metagen.verifier.program;

import io.metagen.verifier.program.ProgramReport.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Python programs with unit tests in processes that can do nothing else. Safe for use by
 * several threads; those beyond the number of programs at once wait, first come first served.
 */
public final class ProgramSandbox {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramSandbox.class);

  private final String python;
  private final ProgramLimits limits;
  private final Semaphore places;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Launcher launcher;

  /**
   * A sandbox; nothing is started yet.
   *
   * @param python command of a Python 3.10 or later
   * @param concurrency programs at once, at least 1
   */
  public ProgramSandbox(String python, ProgramLimits limits, int concurrency) {
    this.python = python;
    this.limits = limits;
    this.places = new Semaphore(concurrency, true);
  }

  /** Returns the limits of each program. */
  public ProgramLimits limits() {
    return limits;
  }

  /**
   * Returns VALID where the tests can be run here, INVALID where they are wrong, and REFUSED where
   * this machine lacks a protection or Python; LOST where that could not be found out.
   */
  public ProgramReport check(String tests) throws InterruptedException {
    return run(new Launcher.Work("", tests, true));
  }

  /**
   * Runs a program and then its tests. Blocks; an interrupt ends both at once.
   *
   * @return PASSED, FAILED, ERROR, TIMEOUT or MEMORY, or what {@link #check} returns where nothing
   *     could be run
   */
  public ProgramReport run(String program, String tests) throws InterruptedException {
    return run(new Launcher.Work(program, tests, false));
  }

  private ProgramReport run(Launcher.Work work) throws InterruptedException {
    places.acquire();
    try {
      Launcher ready;
      try {
        ready = launcher();
      } catch (IOException e) {
        LOG.error("no Python for programs", e);
        return ProgramReport.of(Verdict.REFUSED, "the service has no Python 3.10 or later");
      }
      try (ScratchFolder scratch = ScratchFolder.create()) {
        return ready.run(work, limits, scratch.path());
      } catch (IOException e) {
        LOG.error("a program could not be run", e);
        return ProgramReport.of(Verdict.LOST, "the sandbox could not be started");
      }
    } finally {
      places.release();
    }
  }

  private Launcher launcher() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (launcher == null) {
        launcher = new Launcher(List.of(Interpreter.find(python).toString()));
      }
      return launcher;
    } finally {
      lock.unlock();
    }
  }
}
