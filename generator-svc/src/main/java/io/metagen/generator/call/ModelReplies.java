package io.metagen.generator.call;

import com.google.protobuf.ByteString;
import io.metagen.generator.engine.Engine;
import io.metagen.generator.engine.EngineLoad;
import io.metagen.generator.engine.EngineTotals;
import io.metagen.generator.engine.PromptTokens;
import io.metagen.generator.model.ServedModel;
import io.metagen.transformer.ModelConfig;
import io.metagen.v1.DetokenizeRequest;
import io.metagen.v1.DetokenizeResponse;
import io.metagen.v1.GetLoadResponse;
import io.metagen.v1.GetModelRequest;
import io.metagen.v1.GetModelResponse;
import io.metagen.v1.TokenizeRequest;
import io.metagen.v1.TokenizeResponse;
import java.util.Arrays;
import java.util.List;

/** Answers that need no pass through the network. */
final class ModelReplies {
  private final ServedModel model;
  private final Engine engine;
  private final PromptReader prompts;

  ModelReplies(ServedModel model, Engine engine) {
    this.model = model;
    this.engine = engine;
    this.prompts = new PromptReader(model);
  }

  TokenizeResponse tokenize(TokenizeRequest request) {
    prompts.checkModel(request.getModel());
    PromptTokens prompt = prompts.read(request.getPrompt(), "prompt", request.getCacheSalt(), 0);
    List<byte[]> hashes = model.hasher(prompt.salt()).hashes(prompt.ids());
    return TokenizeResponse.newBuilder()
        .addAllTokenIds(Arrays.stream(prompt.ids()).boxed().toList())
        .addAllBlockHashes(hashes.stream().map(ByteString::copyFrom).toList())
        .setModelVersion(model.version())
        .build();
  }

  DetokenizeResponse detokenize(DetokenizeRequest request) {
    prompts.checkModel(request.getModel());
    List<Integer> given = request.getTokenIdsList();
    int[] ids = given.isEmpty() ? new int[0] : prompts.ids(given, "token_ids");
    boolean skip = !request.hasSkipSpecialTokens() || request.getSkipSpecialTokens();
    return DetokenizeResponse.newBuilder().setText(model.tokenizer().decode(ids, skip)).build();
  }

  GetModelResponse describe(GetModelRequest request) {
    prompts.checkModel(request.getModel());
    ModelConfig config = model.config();
    double empty = config.flopsPerToken(0);
    return GetModelResponse.newBuilder()
        .setModel(model.name())
        .setModelVersion(model.version())
        .setArchitecture(config.architecture())
        .setParameterCount(config.parameters())
        .setVocabularySize(config.vocabularySize())
        .setMaxContextTokens(config.maxPositions())
        .setBlockSize(model.blockSize())
        .addAllEosTokenIds(model.eosIds().stream().sorted().toList())
        .setDefaultSampling(model.defaults())
        .setChatTemplate(model.chatTemplate().isPresent())
        .setFlopsPerToken(empty)
        .setFlopsPerAttendedToken(config.flopsPerToken(1) - empty)
        .build();
  }

  GetLoadResponse load() {
    EngineLoad load = engine.load();
    EngineTotals totals = engine.totals();
    return GetLoadResponse.newBuilder()
        .setRunningSequenceCount(load.running())
        .setWaitingSequenceCount(totals.waiting())
        .setMaxWaitingSequenceCount(engine.settings().maxWaitingSequences())
        .setUsedBlockCount(load.usedBlocks())
        .setCachedBlockCount(load.cachedBlocks())
        .setTotalBlockCount(load.totalBlocks())
        .setTokenUsage((double) load.usedBlocks() / load.totalBlocks())
        .setCacheHitRate((double) totals.cachedPromptTokens() / Math.max(1, totals.promptTokens()))
        .setGenerationThroughput(totals.generationThroughput())
        .build();
  }
}
