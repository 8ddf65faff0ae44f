package io.metagen.kvcache;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicas behind the configured targets. A name that no longer resolves keeps its last
 * addresses, since an outage of DNS looks the same. Not thread-safe: {@link Discovery} owns it.
 */
final class GeneratorAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(GeneratorAddresses.class);

  private final List<GeneratorTarget> targets;
  private final NameLookup names;
  private final Map<GeneratorTarget, Set<String>> last = new HashMap<>();

  GeneratorAddresses(List<GeneratorTarget> targets, NameLookup names) {
    this.targets = List.copyOf(targets);
    this.names = names;
  }

  /** Returns the addresses of all targets as of now. */
  Set<String> resolve() {
    Set<String> all = new TreeSet<>();
    for (GeneratorTarget target : targets) {
      if (target.manyAddresses()) {
        lookUp(target);
        all.addAll(last.getOrDefault(target, Set.of()));
      } else {
        all.add(target.address());
      }
    }
    return all;
  }

  private void lookUp(GeneratorTarget target) {
    try {
      Set<String> found = new TreeSet<>();
      for (InetAddress address : names.lookUp(target.host())) {
        found.add(literal(address) + ":" + target.port());
      }
      last.put(target, found);
    } catch (UnknownHostException e) {
      LOG.warn("{} does not resolve; its last addresses stay: {}", target.host(), e.getMessage());
    }
  }

  private static String literal(InetAddress address) {
    return address instanceof Inet6Address
        ? "[" + address.getHostAddress() + "]"
        : address.getHostAddress();
  }

  /** Looks a host name up. */
  interface NameLookup {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }
}
