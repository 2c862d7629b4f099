import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { startRedis, type ThrowAwayServer } from '../../test/support/servers.js';
import { openShop } from '../../test/support/shop.js';
import { TrackingAnswers } from './http/tracking-answers.js';

let redis: ThrowAwayServer;
let larder: Larder;
let customer: Person;
let orderId: string;
beforeAll(async () => {
  redis = await startRedis();
  larder = await Larder.open({ env: { REDIS_URL: redis.url } });
  await larder.app.listen(0, '127.0.0.1');
  const shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  customer = await larder.person('customer');
  orderId = await shop.order(customer, [['THING', 1]]);
});
afterAll(async () => {
  await larder?.close();
  await redis?.stop();
});

const poll = () => wanted(200, customer.get(`/v1/orders/${orderId}/tracking`));

/** Kept, because the garbage collector closes a stream whose answer nobody holds. */
const streams: Response[] = [];
async function follow(): Promise<void> {
  const url = `${await larder.app.getUrl()}/v1/orders/${orderId}/tracking/stream`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${customer.token}` } });
  expect(answer.status).toBe(200);
  streams.push(answer);
}

it('after a failure of Redis streams read the database only until Redis is back', async () => {
  const answers = larder.app.get(TrackingAnswers);
  const { ofOrder } = answers;
  let looks = 0;
  answers.ofOrder = (...asked) => {
    looks += 1;
    return ofOrder.apply(answers, asked);
  };
  const lookedAgain = (times: number) => {
    const from = looks;
    return eventually(`it has looked ${times} times`, () => looks >= from + times);
  };
  for (let n = 0; n < 5; n += 1) await follow();

  redis.kill();
  const atTheKill = larder.sqlForRequests;
  await eventually('looks go to the database', () => larder.sqlForRequests > atTheKill);
  await lookedAgain(10);
  await redis.restart();
  await eventually('a poll costs no SQL again', async () => {
    const before = larder.sqlForRequests;
    await poll();
    return larder.sqlForRequests === before;
  });

  const before = larder.sqlForRequests;
  await lookedAgain(10);
  expect(larder.sqlForRequests - before).toBe(0);
  await Promise.all(streams.map(({ body }) => body!.cancel()));
});
