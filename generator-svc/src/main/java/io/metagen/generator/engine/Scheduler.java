package io.metagen.generator.engine;

import io.metagen.transformer.cache.BlockBudget;
import io.metagen.transformer.cache.BlockTable;
import io.metagen.transformer.cache.BlockTable.BlockCopy;
import io.metagen.transformer.cache.PrefixCache;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Decides which sequences run in a step, how far, and who gives memory back. */
final class Scheduler {
  /*
   * One step has a budget of tokens [1]. Running sequences come first, oldest first: a decoding one
   * takes one token, a prefilling one what is left of its prompt or of the budget (chunked prefill
   * [2]). Then waiting sequences are admitted, first come first served, as long as there is a slot,
   * budget, and memory for all their tokens plus one block for everybody who runs.
   *
   * Memory is not reserved for tokens that do not exist yet. Where a running sequence finds none,
   * the youngest gives all of its own back and waits at the head of the queue; its tokens stay and
   * are processed again later (recomputation [3]). The oldest is therefore never stopped, and as
   * every admitted request fits into an empty memory, it ends, and so does everything after it.
   *
   * A prompt is processed once: while a sequence prefills, others with the same prompt are held
   * back. When it is through, those that have no output yet fork: they share its blocks (the last,
   * partly filled one is copied when somebody writes) and draw from the same logits.
   *
   * With a budget of blocks by attention a sequence gives blocks up where one ends, and no chunk
   * goes beyond such an end. What was given up is a function of the tokens alone, so a preempted
   * sequence that is processed again gives up the same; siblings fork after their leader has.
   *
   * In a window a sequence gives up what none of its next tokens sees, which changes nothing of
   * them. Its chunks may take more memory than it holds afterwards, as long as there is a block left
   * for everybody who runs; where there is none, they end with the block that is being filled. So it
   * never needs more than its budget, however long its prompt is.
   *
   * [1] Yu et al., Orca: iteration-level scheduling, OSDI 2022, section 3.2.
   * [2] Agrawal et al., Sarathi-Serve, OSDI 2024, section 4.
   * [3] Kwon et al., PagedAttention, SOSP 2023, section 4.5.
   */
  private final PrefixCache cache;
  private final int maxRunning;
  private final int tokenBudget;
  private final boolean prefixCache;
  private final BlockBudget budget;
  private final ArrayDeque<Sequence> waiting = new ArrayDeque<>();
  private final List<Sequence> running = new ArrayList<>();
  private final Map<PromptTokens, Sequence> prefilling = new HashMap<>();
  private long preemptions;

  Scheduler(PrefixCache cache, EngineSettings settings) {
    this.cache = cache;
    this.maxRunning = settings.maxRunningSequences();
    this.tokenBudget = settings.tokenBudget();
    this.prefixCache = settings.prefixCache();
    this.budget = settings.budget();
  }

  void add(Sequence sequence) {
    waiting.addLast(sequence);
  }

  /** Removes a sequence wherever it is, and frees its memory. */
  void remove(Sequence sequence) {
    if (sequence.running()) {
      running.remove(sequence);
      prefilling.remove(sequence.spec.prompt(), sequence);
      sequence.stop().release();
    } else {
      waiting.remove(sequence);
    }
  }

  /** Returns what the next step processes; the chunks' memory is writable afterwards. */
  List<Chunk> schedule(BlockCopy copy) {
    List<Chunk> chunks = new ArrayList<>(running.size() + 1);
    long before = preemptions;
    int left = tokenBudget;
    for (int i = 0; i < running.size() && left > 0; i++) {
      Sequence sequence = running.get(i);
      int count = Math.min(sequence.next(spare()), left);
      if (makeRoom(sequence, count)) {
        left -= schedule(sequence, count, copy, chunks);
      }
    }
    if (preemptions == before) {
      admit(left, copy, chunks);
    }
    return chunks;
  }

  /** Notes that the chunks were processed; returns who draws its next token from which chunk. */
  List<Draw> advance(List<Chunk> chunks, TokenModel.Logits logits) {
    List<Draw> draws = new ArrayList<>(chunks.size());
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      Sequence sequence = chunk.sequence();
      sequence.call.meter.processed(chunk);
      boolean prefilled = sequence.prefilling();
      if (budget.byAttention()) {
        noteAttention(i, chunk, logits);
      }
      sequence.advance(chunk.count());
      if (prefixCache) {
        sequence.shareBlocks();
      }
      sequence.table().evict(sequence.computed());
      if (prefilled && !sequence.prefilling()) {
        prefilling.remove(sequence.spec.prompt(), sequence);
      }
      if (chunk.completes()) {
        draws.add(new Draw(sequence, i));
        if (prefilled && sequence.fresh()) {
          fork(sequence, i, draws);
        }
      }
    }
    return draws;
  }

  int running() {
    return running.size();
  }

  int waiting() {
    return waiting.size();
  }

  long preemptions() {
    return preemptions;
  }

  /** Returns how many blocks are left when everybody who runs has taken one. */
  private int spare() {
    return Math.max(0, cache.available() - running.size());
  }

  /** Preempts younger sequences, at last this one, until it has room; whether it still runs. */
  private boolean makeRoom(Sequence sequence, int count) {
    int computed = sequence.computed();
    while (sequence.running()
        && cache.available() < sequence.table().missing(computed, computed + count)) {
      preempt(running.getLast());
    }
    return sequence.running();
  }

  private void preempt(Sequence sequence) {
    remove(sequence);
    waiting.addFirst(sequence);
    sequence.call.preempted();
    preemptions++;
  }

  private static void noteAttention(int index, Chunk chunk, TokenModel.Logits logits) {
    for (int i = 0; i < chunk.count(); i++) {
      chunk.sequence().table().attended(chunk.start() + i, logits.attention(index, i));
    }
  }

  private static int schedule(Sequence sequence, int count, BlockCopy copy, List<Chunk> chunks) {
    int computed = sequence.computed();
    sequence.table().reserve(computed, computed + count, copy);
    chunks.add(new Chunk(sequence, computed, count));
    return count;
  }

  private void admit(int tokens, BlockCopy copy, List<Chunk> chunks) {
    int left = tokens;
    Iterator<Sequence> queue = waiting.iterator();
    while (queue.hasNext() && running.size() < maxRunning && left > 0) {
      Sequence sequence = queue.next();
      if (prefilling.containsKey(sequence.spec.prompt())) {
        continue;
      }
      if (!start(sequence)) {
        return;
      }
      queue.remove();
      left -= schedule(sequence, Math.min(sequence.next(spare()), left), copy, chunks);
    }
  }

  private boolean start(Sequence sequence) {
    PromptTokens prompt = sequence.spec.prompt();
    BlockTable table =
        new BlockTable(
            cache, cache.match(prompt.salt(), sequence.tokens(), sequence.reusable()), budget);
    int cached = table.sharedTokens();
    table.evict(cached);
    int first = cached + table.room(cached, sequence.length() - cached, 0);
    if (cache.available() < table.missing(cached, first) + running.size()) {
      table.release();
      return false;
    }
    admitted(sequence, table, cached);
    if (sequence.prefilling()) {
      prefilling.put(prompt, sequence);
    }
    return true;
  }

  private void fork(Sequence leader, int chunk, List<Draw> draws) {
    Iterator<Sequence> queue = waiting.iterator();
    while (queue.hasNext() && running.size() < maxRunning) {
      Sequence sibling = queue.next();
      if (sibling.fresh() && sibling.spec.prompt().equals(leader.spec.prompt())) {
        queue.remove();
        admitted(sibling, leader.table().fork(), leader.computed());
        draws.add(new Draw(sibling, chunk));
      }
    }
  }

  private void admitted(Sequence sequence, BlockTable table, int cached) {
    sequence.start(table, cached);
    running.add(sequence);
    sequence.call.admitted(sequence, cached);
  }
}
