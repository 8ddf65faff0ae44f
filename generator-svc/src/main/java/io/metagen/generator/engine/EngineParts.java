package io.metagen.generator.engine;

import io.metagen.transformer.cache.PrefixCache;
import io.metagen.transformer.text.StreamDecoder;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What an engine is made of. The model and the cache belong to the engine's thread from then on.
 *
 * @param decoders makes the text decoder of a sequence; called by any thread
 * @param flopsPerToken operations to process a token that attends to so many tokens, itself
 *     included
 * @param afterStep runs on the engine's thread after every step
 * @param clock nanoseconds, as {@link System#nanoTime}
 */
public record EngineParts(
    TokenModel model,
    PrefixCache cache,
    Supplier<StreamDecoder> decoders,
    IntToDoubleFunction flopsPerToken,
    Runnable afterStep,
    EngineSettings settings,
    LongSupplier clock) {}
