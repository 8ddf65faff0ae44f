package io.metagen.orchestrator.strategy;

import io.metagen.v1.AnswerWeight;
import io.metagen.v1.Candidate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Votes by answer, in the order in which answers were first seen. */
final class Ballot {
  private final Map<String, Group> groups = new LinkedHashMap<>();

  void vote(Candidate candidate, double weight) {
    groups.computeIfAbsent(candidate.getAnswer(), Group::new).add(candidate, weight);
  }

  /** Returns the group of the greatest weight, the one seen first among ties. */
  Optional<Group> winner() {
    return byWeight(groups.values()).stream().findFirst();
  }

  /** Returns all weights, highest first, the one seen first among ties. */
  List<AnswerWeight> weights() {
    return byWeight(groups.values()).stream().map(Group::toMessage).toList();
  }

  private static List<Group> byWeight(Collection<Group> groups) {
    return groups.stream().sorted(Comparator.comparingDouble(Group::weight).reversed()).toList();
  }

  /** The candidates that gave one answer. */
  static final class Group {
    private final String answer;
    private final List<Candidate> members = new ArrayList<>();
    private double weight;

    Group(String answer) {
      this.answer = answer;
    }

    private void add(Candidate candidate, double weightOfVote) {
      members.add(candidate);
      weight += weightOfVote;
    }

    double weight() {
      return weight;
    }

    Candidate first() {
      return members.getFirst();
    }

    List<Candidate> members() {
      return members;
    }

    private AnswerWeight toMessage() {
      return AnswerWeight.newBuilder()
          .setAnswer(answer)
          .setWeight(weight)
          .setCandidateCount(members.size())
          .build();
    }
  }
}
