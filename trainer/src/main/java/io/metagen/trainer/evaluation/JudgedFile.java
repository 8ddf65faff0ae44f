package io.metagen.trainer.evaluation;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Judged problems as JSON lines. */
public final class JudgedFile {

  private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new Jdk8Module());

  private JudgedFile() {}

  /** Reads every problem of a file with its candidates. */
  public static List<Judged> read(Path file) {
    try (MappingIterator<Judged> judged =
        MAPPER.readerFor(Judged.class).readValues(file.toFile())) {
      return judged.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read candidates from " + file, e);
    }
  }

  /** Writes the problems with their candidates, replacing the file. */
  public static void write(Path file, List<Judged> judged) {
    try (SequenceWriter writer =
        MAPPER.writer().withRootValueSeparator("\n").writeValues(file.toFile())) {
      writer.writeAll(judged);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write candidates to " + file, e);
    }
  }
}
