/**
 * What a step costs: {@link io.metagen.bench.cost.StepCost} counts its operations and bytes, {@link
 * io.metagen.bench.cost.Roofline} says how long they must take, {@link
 * io.metagen.bench.cost.OperatorProfile} measures how long they do, and {@link
 * io.metagen.bench.cost.GrowthMeter} how a step's time grows along a {@link
 * io.metagen.bench.cost.GrowthSeries}.
 */
@NullMarked
package io.metagen.bench.cost;

import org.jspecify.annotations.NullMarked;
