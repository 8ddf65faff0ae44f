package io.metagen.cli;

import io.metagen.cli.mesh.StartProgress;
import java.io.PrintWriter;
import java.util.List;

/** Says which services a start still waits for: one line that changes in place, or plain lines. */
final class StartLine implements StartProgress, AutoCloseable {

  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean live = Screen.isTerminal();
  private List<String> shown = List.of();

  StartLine(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void waiting(List<String> waitingFor) {
    if (waitingFor.equals(shown) || waitingFor.isEmpty()) {
      return;
    }
    String text = "metagen: waiting for " + String.join(", ", waitingFor);
    if (live) {
      out.print(CLEAR + text);
    } else {
      out.println(text);
    }
    out.flush();
    shown = waitingFor;
  }

  @Override
  public void close() {
    if (live && !shown.isEmpty()) {
      out.print(CLEAR);
    }
    out.flush();
  }
}
