package io.metagen.trainer.training;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Examples as JSON, one after another. */
public final class ExampleFile {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ExampleFile() {}

  /** Reads every example of a file. */
  public static List<Example> read(Path file) {
    try (MappingIterator<Example> examples =
        MAPPER.readerFor(Example.class).readValues(file.toFile())) {
      return examples.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read examples from " + file, e);
    }
  }

  /** Writes the examples, replacing the file. */
  public static void write(Path file, List<Example> examples) {
    try (SequenceWriter writer =
        MAPPER.writer().withRootValueSeparator("\n").writeValues(file.toFile())) {
      writer.writeAll(examples);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write examples to " + file, e);
    }
  }
}
