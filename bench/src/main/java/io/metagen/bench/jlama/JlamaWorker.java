package io.metagen.bench.jlama;

import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.util.PhysicalCoreExecutor;
import io.metagen.bench.engine.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The process that Jlama runs in. Each line on standard input is a request, a word and numbers;
 * each gets one line on standard output:
 *
 * <ul>
 *   <li>{@code greedy COUNT TOKEN...}: the tokens that follow a prompt
 *   <li>{@code open CONTEXT TOKEN...}: reads the first tokens as the context of a session, an empty
 *       line
 *   <li>{@code run STEPS}: so many steps of the session with its further tokens, an empty line
 * </ul>
 *
 * <p>It ends with standard input.
 */
public final class JlamaWorker {
  private final JlamaNetwork network;
  private int[] tokens = {};
  private int context;
  private int steps;

  private JlamaWorker(JlamaNetwork network) {
    this.network = network;
  }

  /** Runs the process; arguments are a checkpoint's folder, a precision and a number of threads. */
  public static void main(String[] arguments) throws IOException {
    PhysicalCoreExecutor.overrideThreadCount(Integer.parseInt(arguments[2]));
    DType type = DType.valueOf(arguments[1]);
    JlamaWorker worker = new JlamaWorker(JlamaNetwork.load(Path.of(arguments[0]), type));
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      System.out.println(worker.answer(line));
      System.out.flush();
    }
  }

  private String answer(String request) {
    String[] words = request.split(" ");
    int[] numbers = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
    int[] rest = Arrays.copyOfRange(numbers, 1, numbers.length);
    return switch (words[0]) {
      case "greedy" -> greedy(rest, numbers[0]);
      case "open" -> open(rest, numbers[0]);
      case "run" -> run(numbers[0]);
      default -> throw new IllegalArgumentException("request " + words[0]);
    };
  }

  private String greedy(int[] prompt, int count) {
    int last = prompt.length - 1;
    network.begin(Arrays.copyOf(prompt, last));
    network.step(prompt[last], last);
    int[] result = new int[count];
    for (int i = 0; i < count; i++) {
      result[i] = network.likeliest();
      network.step(result[i], prompt.length + i);
    }
    return IntStream.of(result).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }

  private String open(int[] all, int contextTokens) {
    tokens = all;
    context = contextTokens;
    steps = 0;
    network.begin(Arrays.copyOf(all, contextTokens));
    return "";
  }

  private String run(int count) {
    for (int i = 0; i < count; i++, steps++) {
      int position = context + steps % Workload.WINDOW;
      network.step(tokens[position], position);
    }
    return "";
  }
}
