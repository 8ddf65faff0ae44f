package io.metagen.cli.mesh;

import java.util.List;

/** Is told how the start of a mesh goes on. */
@FunctionalInterface
public interface StartProgress {

  /** {@code waitingFor} names the services that do not serve yet; empty at the end. */
  void waiting(List<String> waitingFor);
}
