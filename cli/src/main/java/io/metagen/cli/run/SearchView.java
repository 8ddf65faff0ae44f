package io.metagen.cli.run;

import io.metagen.v1.SearchEvent;

/** Shows a search as it goes on. */
public interface SearchView extends AutoCloseable {

  /** Takes the next event of the run. */
  void show(SearchEvent event);

  /** Leaves the terminal as it was. */
  @Override
  void close();
}
