package io.metagen.orchestrator.strategy;

import io.metagen.orchestrator.budget.BudgetLedger;
import io.metagen.orchestrator.budget.TimeLimit;
import io.metagen.v1.Problem;

/**
 * One search: what it works on and within which limits.
 *
 * @param seed root of all random numbers
 * @param cacheSalt separates prefix caches, empty for none
 * @param tokenProgress whether events tell of text as it grows
 * @param groupSize candidates in one call of the verifier, at least 1
 */
public record Search(
    Problem problem,
    long seed,
    String cacheSalt,
    boolean tokenProgress,
    BudgetLedger ledger,
    TimeLimit time,
    int groupSize) {}
