package io.metagen.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records as JSON lines: one object with the record's fields per line. */
final class JsonLines {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonLines() {}

  static <T extends Record> List<T> read(Path file, Class<T> type) {
    List<T> records = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        records.add(MAPPER.readValue(line, type));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return records;
  }

  /** Writes the records, replacing the file; makes its folder if it is not there. */
  static void write(Path file, List<? extends Record> records) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text(records));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** The text of a file that holds these records. */
  static String text(List<? extends Record> records) throws JsonProcessingException {
    StringBuilder lines = new StringBuilder();
    for (Record line : records) {
      lines.append(MAPPER.writeValueAsString(line)).append('\n');
    }
    return lines.toString();
  }
}
