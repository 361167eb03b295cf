// Drives the npm client for OpenAiNodeIT: a line of JSON in is a scenario, the lines out are what comes of it,
// each as soon as it is there, and {"end":true} at last.
import { createInterface } from 'node:readline';

const { default: OpenAI } = await import(process.argv[2]);

const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');

const aborts = new Map();

async function run({ id, baseURL, call, params }) {
  const client = new OpenAI({ baseURL, apiKey: 'not looked at', maxRetries: 0 });
  if (call === 'models') {
    for await (const model of client.models.list()) say({ id, model: model.id });
  } else if (call === 'model') {
    say({ id, model: (await client.models.retrieve(params.model)).owned_by });
  } else if (params.stream) {
    const stream = await client.chat.completions.create(params);
    aborts.set(id, () => stream.controller.abort());
    for await (const chunk of stream) say({ id, chunk });
  } else {
    say({ id, completion: await client.chat.completions.create(params) });
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const scenario = JSON.parse(line);
  if (scenario.abort) {
    aborts.get(scenario.id)();
    continue;
  }
  run(scenario)
    .catch((e) =>
      say({
        id: scenario.id,
        error: { name: e.constructor.name, status: e.status, code: e.code, param: e.param, type: e.type, message: e.message },
      }))
    .finally(() => say({ id: scenario.id, end: true }));
}
