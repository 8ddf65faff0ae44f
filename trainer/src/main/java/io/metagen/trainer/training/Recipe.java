package io.metagen.trainer.training;

import io.metagen.transformer.AdamW;

/** Everything that decides a run but its data. */
public record Recipe(
    Objective objective, Budget budget, Schedule schedule, AdamW.Settings optimizer) {}
