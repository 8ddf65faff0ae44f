package io.metagen.kvcache;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The replicas that the index follows, by address; one virtual thread each. Reading is open to all
 * threads; {@link #follow} and {@link #close} belong to {@link Discovery}.
 */
final class ReplicaDirectory implements AutoCloseable {
  private final Map<String, Followed> followed = new ConcurrentSkipListMap<>();
  private final Function<String, ReplicaIndex> indexes;
  private final Function<ReplicaIndex, Runnable> followers;

  ReplicaDirectory(
      Function<String, ReplicaIndex> indexes, Function<ReplicaIndex, Runnable> followers) {
    this.indexes = indexes;
    this.followers = followers;
  }

  /** Makes the followed replicas equal to {@code addresses}; what a removed one held is dropped. */
  void follow(Set<String> addresses) {
    for (String gone : Set.copyOf(followed.keySet())) {
      if (!addresses.contains(gone)) {
        stop(followed.remove(gone));
      }
    }
    for (String address : addresses) {
      followed.computeIfAbsent(address, this::start);
    }
  }

  /** Returns the replicas, by name. */
  List<ReplicaIndex> replicas() {
    return followed.values().stream().map(Followed::index).toList();
  }

  Optional<ReplicaIndex> replica(String address) {
    return Optional.ofNullable(followed.get(address)).map(Followed::index);
  }

  /** Returns the addresses, by name. */
  Collection<String> addresses() {
    return List.copyOf(followed.keySet());
  }

  @Override
  public void close() {
    follow(Set.of());
  }

  private Followed start(String address) {
    ReplicaIndex index = indexes.apply(address);
    return new Followed(
        index, Thread.ofVirtual().name("follow-" + address).start(followers.apply(index)));
  }

  private static void stop(@Nullable Followed gone) {
    if (gone != null) {
      gone.thread().interrupt();
    }
  }

  private record Followed(ReplicaIndex index, Thread thread) {}
}
