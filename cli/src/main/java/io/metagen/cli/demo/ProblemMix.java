package io.metagen.cli.demo;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metagen.cli.mesh.MeshException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The held-out problems of one demonstration, a function of the seed alone: each level's file is
 * shuffled by {@code java.util.Random(seed)}, and problem i is the next one of level 6 + i mod 3,
 * the levels of the default test mix.
 */
public final class ProblemMix {

  private static final int LOWEST_LEVEL = 6;
  private static final int LEVELS = 3;

  private static final ObjectReader READER =
      JsonMapper.builder().build().readerFor(TestProblem.class);

  private final List<List<TestProblem>> levels = new ArrayList<>();

  private ProblemMix() {}

  /** Reads {@code level-6.jsonl} to {@code level-8.jsonl} of a folder and shuffles each. */
  public static ProblemMix read(Path folder, long seed) {
    ProblemMix mix = new ProblemMix();
    for (int level = LOWEST_LEVEL; level < LOWEST_LEVEL + LEVELS; level++) {
      List<TestProblem> problems = lines(folder.resolve("level-" + level + ".jsonl"));
      Collections.shuffle(problems, new Random(seed));
      mix.levels.add(problems);
    }
    return mix;
  }

  /** The first {@code count} problems of the mix. */
  public List<TestProblem> first(int count) {
    if (count > available()) {
      throw new MeshException(
          "%d problems asked for, %d held-out ones are there".formatted(count, available()));
    }
    List<TestProblem> problems = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      problems.add(levels.get(i % LEVELS).get(i / LEVELS));
    }
    return problems;
  }

  /** A problem of a level that is in no mix of fewer than all problems: the level's last one. */
  public TestProblem shown(int level) {
    return levels.get(level - LOWEST_LEVEL).getLast();
  }

  private int available() {
    return LEVELS * levels.stream().mapToInt(List::size).min().orElse(0);
  }

  private static List<TestProblem> lines(Path file) {
    try (var values = READER.<TestProblem>readValues(file.toFile())) {
      List<TestProblem> problems = values.readAll();
      if (problems.isEmpty()) {
        throw new MeshException("no held-out problems in " + file);
      }
      return problems;
    } catch (IOException e) {
      throw new MeshException("cannot read the held-out problems in " + file, e);
    }
  }
}
