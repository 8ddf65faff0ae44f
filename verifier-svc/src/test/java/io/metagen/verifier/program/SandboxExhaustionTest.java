package io.metagen.verifier.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.verifier.program.ProgramReport.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that take all they can get of time, memory, output and files. */
final class SandboxExhaustionTest {
  private static final ProgramLimits ONE_SECOND =
      new ProgramLimits(Duration.ofSeconds(1), Duration.ofMinutes(1), 256L << 20, 64 << 10, 8);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while True: pass",
        "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
        "pow(7, 1 << 4000000, (1 << 4000000) - 1)",
        "while True: print('x' * 1000)",
        "import os\nwhile True: os.write(2, b'x' * 100000)",
        "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass",
        "while True:\n  try:\n    while True: pass\n  except BaseException: pass"
      })
  void run_neverEnds_isATimeoutOfCpuTime(String program) throws Exception {
    ProgramReport report = SandboxUser.SELF.run(program, "assert f()", ONE_SECOND);

    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.TIMEOUT);
    assertThat(report.limit()).isEqualTo("cpu");
    assertThat(report.feedback(ONE_SECOND)).isEqualTo("timeout: took more than 1 s of CPU time");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import time\ntime.sleep(1e6)",
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nsignal.pause()"
      })
  void run_waitsForever_isATimeout(String program) throws Exception {
    ProgramLimits brief =
        new ProgramLimits(Duration.ofMinutes(1), Duration.ofSeconds(1), 256L << 20, 0, 0);

    ProgramReport report = SandboxUser.SELF.run(program, "assert f()", brief);

    assertThat(report.verdict()).isEqualTo(Verdict.TIMEOUT);
    assertThat(report.feedback(brief)).isEqualTo("timeout: took more than 1.0 s");
  }

  @Test
  void run_testsNeverEnd_isATimeoutAtTheirLine() throws Exception {
    ProgramLimits brief =
        new ProgramLimits(Duration.ofMinutes(1), Duration.ofSeconds(2), 256L << 20, 0, 0);

    ProgramReport report =
        SandboxUser.SELF.run("def f(): return 1", "assert f()\nwhile f():\n  pass", brief);

    assertThat(report.verdict()).isEqualTo(Verdict.TIMEOUT);
    assertThat(report.line()).isBetween(2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = []\nwhile True: x.append('a' * 100000 + str(len(x)))",
        "x = bytearray(1 << 40)",
        "import mmap\nx = mmap.mmap(-1, 1 << 30)\nx[:1] = b'a'",
        "class A: pass\nx = A()\nwhile True:\n  y = A()\n  y.next = x\n  x = y"
      })
  void run_takesMemory_isOutOfMemory(String program) throws Exception {
    ProgramReport report = SandboxUser.SELF.run(program, "assert f()");

    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.MEMORY);
    assertThat(report.feedback(SandboxUser.LIMITS))
        .startsWith("out of memory: took more than 256 MiB");
  }

  @ParameterizedTest
  @MethodSource("io.metagen.verifier.program.SandboxUser#all")
  void run_floodsFiles_getsAsManyAsItMay(SandboxUser user) throws Exception {
    ProgramReport report =
        user.run(
            """
            import errno, os
            made, size, why = 0, 0, None
            try:
                for i in range(1000):
                    made += os.open(f"file{i}", os.O_CREAT | os.O_WRONLY) > 0
                    os.remove(f"file{i}")
            except OSError as error:
                why = errno.errorcode[error.errno]
            """,
            "assert made == 8\nassert why == 'EDQUOT'");

    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.PASSED);
  }

  @ParameterizedTest
  @MethodSource("io.metagen.verifier.program.SandboxUser#all")
  void run_writesALargeFile_getsItsLimit(SandboxUser user) throws Exception {
    ProgramReport report =
        user.run(
            """
            import os
            file = os.open("large", os.O_CREAT | os.O_WRONLY)
            try:
                while True:
                    os.write(file, b"x" * 1000)
            except OSError:
                size = os.fstat(file).st_size
            """,
            "assert size == 64 << 10");

    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void run_opensManyDescriptors_getsItsLimit() throws Exception {
    ProgramReport report =
        SandboxUser.SELF.run(
            """
            import os
            count = 0
            try:
                while count < 10000:
                    os.pipe()
                    count += 2
            except OSError:
                pass
            """,
            "assert 20 < count < 64");

    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void run_recursesDeeply_isAnErrorAtItsLine() throws Exception {
    ProgramReport report =
        SandboxUser.SELF.run("def f(n):\n  return f(n + 1)\n", "assert f(0) == 1");

    assertThat(report.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(report.feedback(SandboxUser.LIMITS))
        .isEqualTo(
            """
            error: RecursionError: maximum recursion depth exceeded
            line 2 of the program
            line 1 of the tests: assert f(0) == 1""");
  }

  @Test
  void run_overflowsTheStack_isAnError() throws Exception {
    ProgramReport report =
        SandboxUser.SELF.run("import ctypes\nctypes.string_at(0)", "assert f(0) == 1");

    assertThat(report.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(report.feedback(SandboxUser.LIMITS)).isEqualTo("error: it was ended by SIGSEGV");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0] * 20000000", "'x' * 20000000", "1 << 200000000"})
  void run_returnsMoreThanPasses_isNoPass(String value) throws Exception {
    ProgramReport report =
        SandboxUser.SELF.run("def f(): return " + value, "assert f() is not None");

    assertThat(report.verdict()).isIn(Verdict.ERROR, Verdict.MEMORY);
  }
}
