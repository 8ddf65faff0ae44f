package io.metagen.orchestrator.strategy;

import io.metagen.error.ServiceException;
import io.metagen.orchestrator.budget.BudgetLedger.Reservation;
import io.metagen.orchestrator.budget.Usage;
import io.metagen.v1.Candidate;
import io.metagen.v1.PruneReason;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.VerifyResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Draws all samples of a strategy with one call, has them judged in groups while others still grow,
 * and keeps the best so far.
 *
 * <p>Calls block on threads of their own and hand what they get to one bounded inbox, which the
 * search's thread empties: that thread alone owns all state here. A slow reader of events stops it,
 * the inbox fills, and the generator's stream waits.
 */
public final class ParallelSearch {
  private static final int INBOX_CAPACITY = 64;

  private final Strategy strategy;
  private final Search search;
  private final Ports ports;
  private final PromptFacts prompt;
  private final SampleRequest request;
  private final Plan plan;
  private final CandidateBook book;
  private final Judges judges;
  private final BlockingQueue<Arrival> inbox = new ArrayBlockingQueue<>(INBOX_CAPACITY);
  private final List<Future<?>> calls = new ArrayList<>();
  private final Ending ending;
  private final Reservation generation;
  private boolean generating = true;
  private Optional<Candidate> best = Optional.empty();

  private ParallelSearch(Strategy strategy, Search search, Ports ports, PromptFacts prompt) {
    this.strategy = strategy;
    this.search = search;
    this.ports = ports;
    this.prompt = prompt;
    SampleRequest wanted = wanted(strategy, search);
    Judging judging = Judging.of(strategy);
    this.plan =
        new Planner(search.ledger(), prompt, wanted)
            .plan(strategy.sampleCount(), judging, search.groupSize());
    this.request = wanted.with(plan);
    this.generation = search.ledger().reserve(plan.generation(prompt));
    this.book = new CandidateBook(plan);
    this.judges = new Judges(judging, plan, search, prompt);
    this.ending = new Ending(search.time(), judging);
    if (plan.shrunk()) {
      ending.shrunk();
    }
  }

  /**
   * Runs a strategy to its end or to the end of its budget.
   *
   * @throws ServiceException where there is no answer at all
   */
  public static Outcome run(Strategy strategy, Search search, Ports ports)
      throws InterruptedException {
    ports.events().emit(SearchEvents.rootCreated());
    PromptFacts prompt = ports.generator().describe(wanted(strategy, search));
    Judging judging = Judging.of(strategy);
    if (judging.required()) {
      ports.verifier().verify(Judges.validation(judging, search));
    }
    return new ParallelSearch(strategy, search, ports, prompt).run();
  }

  private static SampleRequest wanted(Strategy strategy, Search search) {
    return new SampleRequest(
        search.problem().getPrompt(),
        strategy.generation(),
        List.of(Branch.ofPrompt(NodeId.ROOT.seed(search.seed()), strategy.sampleCount())),
        search.cacheSalt());
  }

  private Outcome run() throws InterruptedException {
    for (int index = 0; index < plan.sampleCount(); index++) {
      ports.events().emit(SearchEvents.created(NodeId.ROOT.child(index), NodeId.ROOT));
    }
    call(Arrival.GenerationFailed::new, this::generate);
    try {
      while ((generating || judges.busy()) && !ending.timeIsOver()) {
        Arrival arrival = next();
        if (arrival == null) {
          ending.timeOver();
        } else {
          take(arrival);
        }
      }
    } finally {
      calls.forEach(running -> running.cancel(true));
    }
    return end();
  }

  private Arrival generate() throws InterruptedException {
    SampleListener listener =
        new SampleListener() {
          @Override
          public void grew(SampleDelta delta) throws InterruptedException {
            inbox.put(new Arrival.Grew(delta));
          }

          @Override
          public void finished(SampleFinished sample) throws InterruptedException {
            inbox.put(new Arrival.Sampled(sample));
          }
        };
    return new Arrival.Generated(ports.generator().generate(request, listener));
  }

  private @org.jspecify.annotations.Nullable Arrival next() throws InterruptedException {
    long left = search.time().left(ports.clock().instant()).toNanos();
    return inbox.poll(left, TimeUnit.NANOSECONDS);
  }

  private void take(Arrival arrival) throws InterruptedException {
    switch (arrival) {
      case Arrival.Grew(SampleDelta delta) -> {
        book.grew(delta);
        if (search.tokenProgress()) {
          ports
              .events()
              .emit(SearchEvents.progress(NodeId.ROOT.child(delta.getSampleIndex()), delta));
        }
      }
      case Arrival.Sampled(SampleFinished sample) -> sampled(sample);
      case Arrival.Generated(var usage) -> generated(Usage.ofGenerator(usage));
      case Arrival.GenerationFailed(RuntimeException failure) -> {
        ending.generationFailed(failure);
        generated(book.observed(prompt, true));
      }
      case Arrival.Judged judged -> judged(judged);
      case Arrival.JudgingFailed failed -> {
        ending.judgingFailed(failed.failure());
        judges.finished(failed.group(), Usage.NONE);
      }
    }
  }

  private void sampled(SampleFinished sample) throws InterruptedException {
    Candidate candidate = book.add(sample);
    generation.used(book.observed(prompt, false));
    ports.events().emit(SearchEvents.finished(candidate));
    emitCost();
    reconsider();
    if (plan.groupCount() > 0) {
      int group = book.groupOf(candidate.getIndex());
      if (book.groupComplete(group)) {
        judge(group);
      }
    }
  }

  private void generated(Usage usage) throws InterruptedException {
    generating = false;
    generation.used(usage);
    generation.close();
    emitCost();
    for (int group = 0; group < plan.groupCount() && !ending.timeIsOver(); group++) {
      judge(group);
    }
  }

  private void judge(int group) {
    List<Integer> members = book.members(group);
    if (judges.start(group, members)) {
      List<Candidate> candidates = members.stream().map(book::get).toList();
      call(
          failure -> new Arrival.JudgingFailed(group, failure),
          () ->
              new Arrival.Judged(
                  group, members, ports.verifier().verify(judges.request(candidates))));
    }
  }

  private void judged(Arrival.Judged judged) throws InterruptedException {
    VerifyResponse response = judged.response();
    judges.finished(judged.group(), Usage.ofVerifier(response.getUsage()));
    for (int i = 0; i < judged.indices().size(); i++) {
      var verification = response.getVerifications(i);
      Candidate candidate = book.judge(judged.indices().get(i), verification, judges.scores());
      if (candidate.hasScore()) {
        ports.events().emit(SearchEvents.scored(candidate, response.getVerifier()));
      }
      if (verification.hasFailure()) {
        ending.candidateFailed(candidate, verification.getFailure());
      } else {
        ending.judged();
      }
    }
    emitCost();
    reconsider();
  }

  private void reconsider() throws InterruptedException {
    Candidate chosen = strategy.choose(book.candidates()).best();
    boolean changed = best.isEmpty() || best.get().getIndex() != chosen.getIndex();
    best = Optional.of(chosen);
    if (changed) {
      ports.events().emit(SearchEvents.answerChanged(chosen));
    }
  }

  private Outcome end() throws InterruptedException {
    if (generating) {
      generation.used(book.observed(prompt, true));
      generation.close();
    }
    judges.close();
    PruneReason reason =
        ending.timeIsOver() ? PruneReason.PRUNE_REASON_BUDGET : PruneReason.PRUNE_REASON_FAILED;
    for (int index : book.unfinished()) {
      ports.events().emit(SearchEvents.pruned(NodeId.ROOT.child(index), reason));
    }
    ending.requireAnswer(!book.isEmpty());
    return new Outcome(
        strategy.choose(book.candidates()),
        book.candidates(),
        ending.stopReason(),
        ending.failures());
  }

  private void emitCost() throws InterruptedException {
    ports.events().emit(SearchEvents.used(search.ledger().cost()));
  }

  /** Runs a blocking call on a thread of its own; what comes of it goes to the inbox. */
  private void call(Function<RuntimeException, Arrival> failed, Callable<Arrival> blocking) {
    calls.add(
        ports
            .tasks()
            .submit(
                () -> {
                  inbox.put(attempt(failed, blocking));
                  return null;
                }));
  }

  private static Arrival attempt(
      Function<RuntimeException, Arrival> failed, Callable<Arrival> blocking) throws Exception {
    try {
      return blocking.call();
    } catch (RuntimeException failure) {
      return failed.apply(failure);
    }
  }
}
