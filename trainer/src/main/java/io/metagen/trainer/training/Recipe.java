package io.metagen.trainer.training;

import io.metagen.transformer.AdamW;
import io.metagen.transformer.Precision;

/**
 * Everything that decides a run but its data.
 *
 * @param products precision of the products, f32 or bf16
 */
public record Recipe(
    Objective objective,
    Budget budget,
    Schedule schedule,
    AdamW.Settings optimizer,
    Precision products) {}
