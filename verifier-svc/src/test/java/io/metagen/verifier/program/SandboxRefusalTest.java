package io.metagen.verifier.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.verifier.program.ProgramReport.Verdict;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine that lacks a protection: a filter takes its system call away before the launcher. */
final class SandboxRefusalTest {
  private static final String WITHOUT =
      """
      import ctypes, os, struct, sys
      number = int(sys.argv[1 if os.uname().machine == "x86_64" else 2])
      steps = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x00050001), (0x06, 0, 0, 0x7FFF0000)]
      code = b"".join(struct.pack("HBBI", *step) for step in steps)
      text = ctypes.create_string_buffer(code, len(code))
      libc = ctypes.CDLL(None)
      assert libc.prctl(38, 1, 0, 0, 0) == 0
      assert libc.prctl(22, 2, struct.pack("HxxxxxxP", len(steps), ctypes.addressof(text))) == 0
      os.execv(sys.argv[3], sys.argv[3:])
      """;

  @ParameterizedTest
  @CsvSource({
    "444, 444, Landlock: Operation not permitted",
    "446, 446, Landlock: Operation not permitted",
    "317, 277, seccomp: Operation not permitted",
    "126, 91, capset: Operation not permitted"
  })
  void run_protectionIsMissing_isRefusedAndNothingIsRun(String x86, String arm, String why)
      throws Exception {
    String python = Interpreter.find("python3").toString();
    Launcher launcher =
        new Launcher(List.of(python, "-I", "-S", "-B", "-c", WITHOUT, x86, arm, python));

    try (ScratchFolder scratch = ScratchFolder.create()) {
      ProgramReport report =
          launcher.run(
              new Launcher.Work("open('ran', 'w')", "assert True", false),
              SandboxUser.LIMITS,
              scratch.path());

      assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.REFUSED);
      assertThat(report.text()).isEqualTo(why);
      assertThat(scratch.path()).isEmptyDirectory();
    }
  }
}
