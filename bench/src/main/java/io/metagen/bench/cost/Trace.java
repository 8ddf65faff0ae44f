package io.metagen.bench.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metagen.bench.BenchException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A profile as libtorch writes it: intervals of Chrome's trace format, of which those of a thread
 * lie inside or beside one another.
 *
 * @param events in any order
 */
record Trace(List<TraceEvent> events) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Ends are rounded to nanoseconds, so a neighbour may begin that much too early. */
  private static final double ROUNDING_MICROS = 2e-3;

  Trace {
    events = List.copyOf(events);
  }

  /**
   * Returns the trace in a file.
   *
   * @throws BenchException if it is none
   */
  static Trace read(Path file) {
    try {
      JsonNode root = MAPPER.readTree(file.toFile());
      List<TraceEvent> events = new ArrayList<>();
      for (JsonNode event : root.isArray() ? root : root.path("traceEvents")) {
        if (event.path("ph").asText().equals("X")) {
          events.add(
              new TraceEvent(
                  event.required("name").asText(),
                  event.required("tid").asLong(),
                  event.required("ts").asDouble(),
                  event.required("dur").asDouble()));
        }
      }
      return new Trace(events);
    } catch (IOException | IllegalArgumentException e) {
      throw new BenchException("can't read libtorch's profile: " + e.getMessage(), e);
    }
  }

  /** Returns the microseconds of each name, without those of what was called inside. */
  Map<String, Double> selfMicros() {
    Map<String, Double> self = new HashMap<>();
    events.stream()
        .collect(Collectors.groupingBy(TraceEvent::thread))
        .values()
        .forEach(thread -> addSelf(thread, self));
    return self;
  }

  private static void addSelf(List<TraceEvent> thread, Map<String, Double> self) {
    Comparator<TraceEvent> outerFirst =
        Comparator.comparingDouble(TraceEvent::start)
            .thenComparing(Comparator.comparingDouble(TraceEvent::duration).reversed());
    Deque<TraceEvent> open = new ArrayDeque<>();
    for (TraceEvent event : thread.stream().sorted(outerFirst).toList()) {
      while (!open.isEmpty() && event.start() >= open.getFirst().end() - ROUNDING_MICROS) {
        open.removeFirst();
      }
      if (!open.isEmpty()) {
        self.merge(open.getFirst().name(), -event.duration(), Double::sum);
      }
      self.merge(event.name(), event.duration(), Double::sum);
      open.addFirst(event);
    }
  }
}
