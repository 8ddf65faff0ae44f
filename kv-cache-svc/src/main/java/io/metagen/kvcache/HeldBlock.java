package io.metagen.kvcache;

import io.metagen.v1.CacheMedium;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the index keeps of a block that a replica holds. Immutable.
 *
 * @param parent hash of the block before it, null where it starts a prompt
 * @param tokenIds its tokens
 * @param media the kinds of memory that hold it, never empty
 */
record HeldBlock(@Nullable BlockHash parent, List<Integer> tokenIds, Set<CacheMedium> media) {

  HeldBlock alsoIn(CacheMedium medium) {
    if (media.contains(medium)) {
      return this;
    }
    Set<CacheMedium> more = new TreeSet<>(media);
    more.add(medium);
    return new HeldBlock(parent, tokenIds, more);
  }

  /** Returns whether a copy is left once it is gone from {@code medium}. */
  boolean survivesWithout(CacheMedium medium) {
    return media.size() > 1 || !media.contains(medium);
  }

  /** Returns the block without its copy in {@code medium}; another copy must be left. */
  HeldBlock without(CacheMedium medium) {
    Set<CacheMedium> fewer = new TreeSet<>(media);
    fewer.remove(medium);
    return new HeldBlock(parent, tokenIds, fewer);
  }
}
