// Streams a strategy from a mesh and prints its events.
// Usage: node solve.mjs [--target 127.0.0.1:9000] [--samples 16] [--seed 1] "problem"
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import health from 'grpc-health-check';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    target: { type: 'string', default: '127.0.0.1:9000' },
    samples: { type: 'string', default: '16' },
    seed: { type: 'string', default: '1' },
  },
});
const problem =
  positionals[0] ??
  'Carl has 30 keys. Carl uses 25. Then Carl finds 22 more. Carl returns 9. How many keys does Carl have now?';

const contract = protoLoader.loadSync('metagen/v1/orchestrator_service.proto', {
  includeDirs: [fileURLToPath(new URL('../../proto/src/main/proto', import.meta.url))],
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
});
const { OrchestratorService } = grpc.loadPackageDefinition(contract).metagen.v1;
const HealthService = grpc.makeClientConstructor(health.service, 'Health');
const insecure = grpc.credentials.createInsecure();

/** Resolves to the serving status that the mesh reports for its front door. */
function checkHealth() {
  const client = new HealthService(options.target, insecure);
  return new Promise((resolve, reject) => {
    client.check(
      { service: 'metagen.v1.OrchestratorService' },
      { deadline: Date.now() + 5_000 },
      (error, response) => (error ? reject(error) : resolve(response.status)),
    );
  }).finally(() => client.close());
}

/** One line for an event; nothing for those that this example does not show. */
function describe(event) {
  switch (event.event) {
    case 'runStarted':
      return `run ${event.runStarted.runId}, seed ${event.runStarted.seed}`;
    case 'candidateFinished': {
      const { index, text } = event.candidateFinished.candidate;
      return `candidate ${index}: ${text.trim().replaceAll('\n', ' | ')}`;
    }
    case 'nodeScored':
      return `node ${event.nodeScored.nodeId} scored ${event.nodeScored.score.toFixed(3)}`;
    case 'runFinished': {
      const { answer, cost, stopReason } = event.runFinished.result;
      return (
        `answer ${answer.answer} by candidate ${answer.index} (${stopReason}); ` +
        `${cost.generatedTokenCount} tokens, ${(cost.generatorFlops / 1e9).toFixed(2)} GFLOP`
      );
    }
    default:
      return undefined;
  }
}

/** Runs best-of-N and resolves when its stream ends. Cancelling the call frees the whole search. */
function solve(client) {
  const call = client.streamStrategy(
    {
      spec: {
        // The embedded model reads the problem as text that ends in a line end.
        problem: { prompt: { text: `${problem}\n` } },
        strategy: {
          parallel: {
            sampleCount: Number(options.samples),
            bestOfN: { verifier: { outcomeRewardModel: {} } },
          },
        },
        seed: Number(options.seed),
      },
    },
    { deadline: Date.now() + 60_000 },
  );
  process.once('SIGINT', () => call.cancel());
  return new Promise((resolve, reject) => {
    call.on('data', ({ event }) => {
      const line = describe(event);
      if (line) console.log(line);
    });
    call.on('error', reject);
    call.on('end', resolve);
  });
}

const client = new OrchestratorService(options.target, insecure);
try {
  console.log(`health: ${await checkHealth()}`);
  await solve(client);
} catch (error) {
  console.error(`${grpc.status[error.code]}: ${error.details}`);
  process.exitCode = 1;
} finally {
  client.close();
}
