package io.metagen.bench.soak;

/**
 * The engine's counts, all but the last since its start.
 *
 * @param generatedTokens tokens drawn
 * @param promptTokens tokens of prompts
 * @param cachedPromptTokens those of them that the prefix cache had
 * @param preemptions sequences that gave their memory back to older ones
 * @param cancellations calls that were hung up on while they ran or waited
 * @param steps steps of the network
 * @param waiting sequences that wait now
 */
record EngineReading(
    long generatedTokens,
    long promptTokens,
    long cachedPromptTokens,
    long preemptions,
    long cancellations,
    long steps,
    int waiting) {

  static EngineReading of(MetricsPage page) {
    return new EngineReading(
        (long) page.value("vllm:generation_tokens_total"),
        (long) page.value("vllm:prompt_tokens_total"),
        (long) page.value("vllm:prefix_cache_hits_total"),
        (long) page.value("vllm:num_preemptions_total"),
        (long) page.value("metagen:cancellations_total"),
        (long) page.value("metagen:engine_steps_total"),
        (int) page.value("vllm:num_requests_waiting"));
  }
}
