package io.metagen.kvcache;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;

/**
 * Keeps the directory equal to what the configured names resolve to, from start to shutdown, on a
 * virtual thread of its own.
 */
@ApplicationScoped
class Discovery {
  private final ReplicaDirectory directory;
  private final GeneratorAddresses addresses;
  private final Duration interval;
  private final Thread thread;

  @Inject
  Discovery(ReplicaDirectory directory, KvCacheConfig config) {
    this.directory = directory;
    this.interval = config.discoveryInterval();
    this.addresses =
        new GeneratorAddresses(
            config.generators().stream().map(GeneratorTarget::parse).toList(),
            InetAddress::getAllByName);
    this.thread = Thread.ofVirtual().name("discovery").unstarted(this::run);
  }

  void start(@Observes StartupEvent event) {
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    thread.interrupt();
    thread.join();
    directory.close();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        directory.follow(addresses.resolve());
        Thread.sleep(interval);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
