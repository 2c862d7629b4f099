// Notices by push and SMS, posted to a gateway in this process.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { noticesDone } from '../../test/support/notices.js';
import { idOf, wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { isSigned, webhookKey } from '../platform/index.js';

const secret = `whsec_${'a'.repeat(32)}`;
interface Post {
  readonly isSigned: boolean;
  readonly data: { kind: string; channel: string; to: object };
}
const posts: Post[] = [];
const gateway = createServer(async (request, reply) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const signed = (name: string) => request.headers[`webhook-${name}`] as string;
  const headers = {
    id: signed('id'),
    timestamp: signed('timestamp'),
    signature: signed('signature'),
  };
  posts.push({
    isSigned: isSigned([webhookKey(secret)], headers, body, new Date()),
    data: JSON.parse(body.toString()).data,
  });
  reply.writeHead(204).end();
});

let larder: Larder;
let shop: Shop;
let customer: Person;
beforeAll(async () => {
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  larder = await Larder.open({
    env: {
      NOTICES: 'http',
      NOTICES_HTTP_URL: `http://127.0.0.1:${port}/larder`,
      NOTICES_HTTP_SECRETS: secret,
    },
  });
  shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
});
beforeEach(async () => {
  posts.length = 0;
  customer = await larder.person('customer');
});
afterAll(async () => {
  await larder?.close();
  await new Promise((resolve) => gateway.close(resolve));
});

const order = async () => {
  const orderId = await shop.order(customer, [['THING', 1]]);
  await noticesDone(larder);
  return orderId;
};
const told = () => posts.map(({ data: { kind, channel, to } }) => [kind, channel, to]);

it('a push goes to the devices of the customer, signed, while there are any', async () => {
  const [id, token] = [randomUUID(), randomUUID()];
  await wanted(200, customer.put(`/v1/me/devices/${id}`, { platform: 'web', token }));
  await order();
  const devices = [{ id, platform: 'web', token }];
  expect(told()).toEqual([['order_placed', 'push', { devices }]]);
  expect(posts.map((post) => post.isSigned)).toEqual([true]);
  await customer.delete(`/v1/me/devices/${id}`);
  await order();
  expect(posts).toHaveLength(1);
});

it('an SMS goes to a phone, where the customer has chosen that', async () => {
  const phone = '+971501234567';
  await shop.sql('UPDATE accounts SET phone = $1 WHERE id = $2', [phone, await idOf(customer)]);
  const kinds = [{ kind: 'order_placed', channels: ['sms'] }];
  const chosen = await wanted(200, customer.put('/v1/me/notices', { kinds }));
  expect(chosen.served).toEqual(['push', 'sms']);
  await order();
  expect(told()).toEqual([['order_placed', 'sms', { phone }]]);
});
