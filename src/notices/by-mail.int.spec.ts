// Notices by mail, to real mail servers in this process.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { MailServer, RawServer } from '../../test/support/mail-server.js';
import { noticesDone, told } from '../../test/support/notices.js';
import { wanted } from '../../test/support/people.js';
import { openShop, type Shop } from '../../test/support/shop.js';

const openBy = async (address: string) => {
  const larder = await Larder.open({
    env: {
      NOTICES: 'smtp',
      NOTICES_SMTP_URL: `smtp://${address}`,
      NOTICES_FROM: 'Test Shop <orders@shop.example>',
    },
  });
  const shop = await openShop(larder, { products: [{ sku: 'THING', stock: 1000 }] });
  return { larder, shop, customer: await larder.person('customer') };
};

describe('by a mail server', () => {
  const server = new MailServer();
  let larder: Larder;
  let shop: Shop;
  let customer: Person;
  beforeAll(async () => {
    ({ larder, shop, customer } = await openBy(await server.open()));
  });
  afterAll(async () => {
    await larder?.close();
    await server.close();
  });

  it('a customer gets a mail for each notice of the kinds that go by mail', async () => {
    const admin = await larder.person('admin');
    const orderId = await shop.order(customer, [['THING', 1]]);
    await shop.walkTo(orderId, 'accepted');
    await wanted(200, customer.post(`/v1/orders/${orderId}/cancel`));
    const notices = await told(larder, admin, orderId);
    expect(notices.map(({ kind, channel, state }) => [kind, channel, state])).toEqual([
      ['order_placed', 'email', 'sent'],
      ['order_cancelled', 'email', 'sent'],
    ]);
    const { email } = await wanted(200, customer.get('/v1/me'));
    expect(server.mails.map(({ from, to }) => [from, to])).toEqual([
      ['orders@shop.example', [email]],
      ['orders@shop.example', [email]],
    ]);
  });
});

describe('by a mail server that hangs', () => {
  const silent = new RawServer(() => {});
  let larder: Larder;
  let shop: Shop;
  let customer: Person;
  let driver: Person;
  beforeAll(async () => {
    ({ larder, shop, customer } = await openBy(await silent.open()));
    driver = await larder.person('driver');
  });
  afterAll(async () => {
    await silent.close();
    await larder?.close();
  });

  it('orders go on to the door meanwhile', async () => {
    const orderId = await shop.order(customer, [['THING', 1]]);
    await eventually('the mail hangs', () => silent.connections > 0);
    await shop.walkTo(orderId, 'delivered', driver);
    await larder.delivered();
    const states = await shop.sql<{ state: string }>(
      'SELECT DISTINCT state FROM notices WHERE order_id = $1',
      [orderId],
    );
    expect(states).not.toContainEqual({ state: 'sent' });
    expect(states.length).toBeGreaterThan(0);
  });

  it('and its mails are told to wait', async () => {
    await silent.close();
    await noticesDone(larder);
    const rows = await shop.sql<{ state: string; problem: string }>(
      'SELECT DISTINCT state, problem FROM notices',
    );
    for (const { state, problem } of rows) {
      expect([state, problem]).toEqual(['waiting', expect.stringMatching(/^The mail server did/)]);
    }
  });
});
