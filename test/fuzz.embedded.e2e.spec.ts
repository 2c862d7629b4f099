// Requests that the served document makes up, from everybody: no 5xx, no answer off the document.
import { beforeAll, expect, it } from 'vitest';
import { fuzz } from './support/fuzz.js';
import { measured } from './support/measured.js';
import { build, migratedWorld, Program } from './support/process.js';

const isLong = process.env.FUZZ_REQUESTS !== undefined;
const requests = Number(process.env.FUZZ_REQUESTS ?? 3000);
const seed = Number(process.env.FUZZ_SEED ?? 20_261_128);

let address: string;
// Read freely: one test plants faults in it.
let document: { paths: any; components: any };

beforeAll(async () => {
  await build();
  const world = { ...(await migratedWorld()), SEED_DEMO: 'true' };
  ({ address } = await Program.serve(world));
  document = (await (await fetch(`${address}/docs/openapi.json`)).json()) as typeof document;
}, 300_000);

it('answers as the document says, whatever it is sent', { timeout: 3_600_000 }, async () => {
  const report = await fuzz({ address, document, seed, requests });
  const { faults, slow, slowestMs, statuses } = report;
  measured(`seed ${seed}: ${JSON.stringify(statuses)}, slowest ${Math.round(slowestMs)} ms`);
  expect(faults, `FUZZ_SEED=${seed}`).toEqual([]);
  // On a busy machine a second says nothing about Larder: only the long run, alone, asks for it.
  expect(isLong ? slow : [], `FUZZ_SEED=${seed}`).toEqual([]);
});

it('would find an answer that the document does not have', { timeout: 300_000 }, async () => {
  const planted = structuredClone(document);
  delete planted.paths['/v1/products'].get.responses[200].content;
  delete planted.paths['/v1/orders'].get.responses[403];
  delete planted.components.schemas.StoreResponse.properties.slug;
  planted.components.schemas.MoneyResponse.properties.amountMinor.type = 'string';
  // Of these alone, so that each is asked hundreds of times, whatever the others learn meanwhile.
  const only = ['listProducts', 'listOrders', 'listStores'];
  const { faults } = await fuzz({ address, document: planted, seed, requests: 900, only });
  const about = (id: string) => faults.filter((fault) => fault.startsWith(`${id}: `)).length;
  expect(only.filter((id) => about(id) === 0)).toEqual([]);
});
