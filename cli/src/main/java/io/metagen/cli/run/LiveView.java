package io.metagen.cli.run;

import io.metagen.v1.SearchEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;

/** Shows a search as a block of lines that changes in place. */
public final class LiveView implements SearchView {

  private final Terminal terminal;
  private final Display display;
  private final Board board = new Board();

  /** Draws on the terminal that this program was started from. */
  public LiveView() {
    try {
      this.terminal = TerminalBuilder.builder().dumb(true).build();
    } catch (IOException e) {
      throw new IllegalStateException("the terminal can't be opened", e);
    }
    this.display = new Display(terminal, false);
    display.resize(Math.max(terminal.getHeight(), 24), width());
  }

  @Override
  public void show(SearchEvent event) {
    board.take(event);
    if (event.hasRunFinished()) {
      finish(event);
    } else {
      display.update(block(), -1);
    }
  }

  private void finish(SearchEvent event) {
    display.update(List.of(), 0);
    PrintWriter out = terminal.writer();
    board.lines().forEach(out::println);
    out.println(CostLine.of(event.getRunFinished().getResult().getCost()));
    terminal.flush();
  }

  /** What fits on the screen: a display can't move above its top. */
  private List<AttributedString> block() {
    List<AttributedString> block = new ArrayList<>();
    for (String line : board.lines()) {
      AttributedString whole = new AttributedString(line);
      block.add(whole.columnSubSequence(0, width() - 1));
    }
    return block.subList(0, Math.min(block.size(), Math.max(terminal.getHeight(), 24) - 1));
  }

  private int width() {
    return Math.max(terminal.getWidth(), 80);
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new IllegalStateException("the terminal can't be closed", e);
    }
  }
}
