package io.metagen.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.bench.soak.ProcFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FootprintTest {
  private static final ProcFiles PROC = new ProcFiles(Path.of("/proc"));

  @Test
  @Timeout(60)
  void of_processWithAChildAndAnOpenFile_countsThem(@TempDir Path folder) throws Exception {
    Footprint before = Footprint.of(ProcessHandle.current(), 3, PROC);
    Process child = new ProcessBuilder("cat").start();
    try (InputStream _ = Files.newInputStream(Files.createFile(folder.resolve("file")))) {
      Footprint during = Footprint.of(ProcessHandle.current(), 3, PROC);
      assertThat(during.children()).isGreaterThan(before.children());
      assertThat(during.openFiles()).isGreaterThan(before.openFiles());
      assertThat(during.scratch()).isEqualTo(3);
      assertThat(during.threads()).isPositive();
      assertThat(during.residentMiB() - VerifySettings.HEAP_MIB).isGreaterThan(during.nativeMiB());
    } finally {
      child.destroy();
      child.waitFor();
    }
  }

  @Test
  void of_filesOfAProcess_haveTheirUnits(@TempDir Path root) throws IOException {
    long pid = ProcessHandle.current().pid();
    Path process = Files.createDirectory(root.resolve("" + pid));
    Files.writeString(
        process.resolve("status"), "VmRSS:\t 2048000 kB\nRssAnon:\t 512000 kB\nThreads:\t 7\n");
    Files.createDirectory(process.resolve("fd"));
    Files.createFile(process.resolve("fd/0"));
    Files.createFile(process.resolve("fd/1"));

    Footprint held = Footprint.of(ProcessHandle.current(), 0, new ProcFiles(root));

    assertThat(held.residentMiB()).isEqualTo(2000);
    assertThat(held.nativeMiB()).isEqualTo(500.0 - VerifySettings.HEAP_MIB);
    assertThat(held.openFiles()).isEqualTo(2);
    assertThat(held.threads()).isEqualTo(7);
  }
}
