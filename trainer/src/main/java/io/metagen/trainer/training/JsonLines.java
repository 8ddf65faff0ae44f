package io.metagen.trainer.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What long work has found so far, as JSON lines, written part by part so that it can go on after
 * it was stopped.
 *
 * @param path made when the first part is written
 * @param type of a line
 */
public record JsonLines<T>(Path path, Class<T> type) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Returns what was written so far, at most so many; none if there is no file. */
  public List<T> read(int most) {
    if (!Files.exists(path)) {
      return List.of();
    }
    ObjectReader reader = MAPPER.readerFor(type);
    List<T> read = new ArrayList<>();
    try (Stream<String> lines = Files.lines(path)) {
      for (String line : lines.limit(most).toList()) {
        read.add(reader.readValue(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
    return read;
  }

  /** Adds a part at the end. */
  public void append(List<T> part) {
    StringBuilder lines = new StringBuilder();
    try {
      for (T one : part) {
        lines.append(MAPPER.writeValueAsString(one)).append('\n');
      }
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }
}
