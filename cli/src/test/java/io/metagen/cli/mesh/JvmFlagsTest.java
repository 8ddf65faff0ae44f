package io.metagen.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {
  @Test
  void service_heap_isFirstAndAllOfComputingFollow() {
    assertThat(JvmFlags.service("1g"))
        .startsWith("-Xmx1g", "-XX:+UseSerialGC")
        .containsAll(JvmFlags.computing())
        .contains("-Dai.djl.pytorch.graph_optimizer=false", "-Dai.djl.offline=true");
  }

  @Test
  void service_launcher_givesItsOwnProcessesTheSame() throws IOException {
    String launcher = Files.readString(Path.of("../metagen")).replace(" jdk.inc", "=jdk.inc");
    assertThat(launcher).contains(JvmFlags.service("1g").stream().skip(2).toArray(String[]::new));
  }
}
