package io.metagen.verifier.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Who runs programs in a test: the user of the tests, and nobody where that is root. */
enum SandboxUser {
  SELF,
  NOBODY;

  /** Wall time that no healthy run needs, however busy the machine is. */
  static final ProgramLimits LIMITS =
      new ProgramLimits(Duration.ofSeconds(2), Duration.ofMinutes(1), 256L << 20, 64 << 10, 8);

  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3");

  static Stream<SandboxUser> all() {
    return System.getProperty("user.name").equals("root")
        ? Stream.of(SELF, NOBODY)
        : Stream.of(SELF);
  }

  ProgramReport run(String program, String tests) throws IOException, InterruptedException {
    return run(program, tests, LIMITS);
  }

  ProgramReport run(String program, String tests, ProgramLimits limits)
      throws IOException, InterruptedException {
    Launcher launcher =
        new Launcher(this == SELF ? List.of(Interpreter.find("python3").toString()) : AS_NOBODY);
    try (ScratchFolder scratch = ScratchFolder.create()) {
      if (this == NOBODY) {
        Files.setPosixFilePermissions(scratch.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
      }
      return launcher.run(new Launcher.Work(program, tests, false), limits, scratch.path());
    }
  }
}
