package io.metagen.kvcache;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configured generator: {@code host:port} is one replica, {@code dns:///name:port} every address
 * that the name resolves to, such as a headless service.
 */
record GeneratorTarget(boolean manyAddresses, String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(dns:///)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))");

  /** Reads a target; anything else is an IllegalArgumentException that says what is allowed. */
  static GeneratorTarget parse(String text) {
    Matcher form = FORM.matcher(text);
    int port = form.matches() ? Integer.parseInt(form.group(3)) : 0;
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "metagen.kv-cache.generators: must be host:port or dns:///name:port, is \"" + text + '"');
    }
    return new GeneratorTarget(form.group(1) != null, form.group(2), port);
  }

  /** Returns the address as the router dials it. */
  String address() {
    return host + ":" + port;
  }
}
