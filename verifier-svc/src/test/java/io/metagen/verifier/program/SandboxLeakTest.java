package io.metagen.verifier.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** After a run, however it ended, there is nothing of it. */
final class SandboxLeakTest {
  private final ProgramSandbox sandbox = new ProgramSandbox("python3", SandboxUser.LIMITS, 2);

  @Test
  void run_anyEnd_leavesNoProcessDescriptorOrFile() throws Exception {
    List<String> programs =
        List.of(
            "def f(): return 1",
            "def f(): return 2",
            "raise ValueError",
            "while True: pass",
            "import os\nos._exit(3)",
            "import os\nos.closerange(0, 100)",
            "open('a', 'w').write('a')\nopen('.hidden', 'w')\ndef f(): return 1",
            "x = bytearray(1 << 40)");
    sandbox.run(programs.getFirst(), "assert f() == 1");
    long descriptors = descriptors();
    List<Path> folders = folders();

    for (String program : programs) {
      sandbox.run(program, "assert f() == 1");
    }

    SoftAssertions softly = new SoftAssertions();
    softly.assertThat(ProcessHandle.current().descendants()).isEmpty();
    softly.assertThat(descriptors()).isEqualTo(descriptors);
    softly.assertThat(folders()).isEqualTo(folders);
    softly.assertAll();
  }

  @Test
  void run_interrupted_endsAllProcessesAtOnce() throws Exception {
    List<Path> folders = folders();
    sandbox.check("assert f()");
    FutureTask<ProgramReport> run =
        new FutureTask<>(() -> sandbox.run("import time\ntime.sleep(1e6)", "assert f()"));
    Thread caller = Thread.ofVirtual().start(run);
    await().until(() -> ProcessHandle.current().descendants().count() >= 3);
    List<ProcessHandle> started = ProcessHandle.current().descendants().toList();

    caller.interrupt();
    caller.join();

    assertThat(run.state()).isEqualTo(FutureTask.State.FAILED);
    assertThat(run.exceptionNow()).isInstanceOf(InterruptedException.class);
    assertThat(started).noneMatch(ProcessHandle::isAlive);
    assertThat(folders()).isEqualTo(folders);
  }

  @Test
  void run_launcherIsKilled_itsProcessesEndToo() throws Exception {
    sandbox.check("assert f()");
    FutureTask<ProgramReport> run =
        new FutureTask<>(() -> sandbox.run("import time\ntime.sleep(1e6)", "assert f()"));
    Thread.ofVirtual().start(run);
    await().until(() -> ProcessHandle.current().descendants().count() >= 3);
    List<ProcessHandle> started = ProcessHandle.current().descendants().toList();

    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);

    assertThat(run.get().verdict()).isEqualTo(ProgramReport.Verdict.LOST);
    await().until(() -> started.stream().noneMatch(SandboxLeakTest::runs));
  }

  /** Whether a process runs. One that ended stays listed until whoever inherited it asks for it. */
  private static boolean runs(ProcessHandle process) {
    try {
      String status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
      return !status.contains("State:\tZ");
    } catch (IOException gone) {
      return false;
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(ScratchFolder.PREFIX))
          .sorted()
          .toList();
    }
  }
}
