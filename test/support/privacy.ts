// People with all that may be held of them, and the search for what is left.
import { AccountErasures } from '../../src/accounts/account-erasures.service.js';
import { Database } from '../../src/platform/index.js';
import { eventually } from './eventually.js';
import { type Answer, Larder, type Person } from './larder.js';
import { idOf, wanted } from './people.js';
import { fresh, type Shop } from './shop.js';

const password = 'a long password';

export interface Somebody {
  readonly person: Person;
  readonly id: string;
  /** Words that only this person has said. */
  readonly words: readonly string[];
  readonly delivered: string;
  readonly cancelled: string;
}

export const askErasure = (larder: Larder, person: Person, currentPassword = password) =>
  larder.send({
    method: 'DELETE',
    url: '/v1/me',
    headers: { authorization: `Bearer ${person.token}` },
    payload: { currentPassword },
  }) as Promise<Answer>;

export const eraseDue = (larder: Larder) => larder.app.get(AccountErasures).eraseDue();

/** A customer with an address, a cart, a claim, a link, and two orders that are over. */
export async function somebody(larder: Larder, shop: Shop, driver: Person): Promise<Somebody> {
  const name = fresh('Somebody');
  const person = await larder.person('customer', name);
  const id = await idOf(person);
  const words = [id, name, `${name}-door`, `${name}-note`, `${name}-claim`, `${name}-reason`];
  const to = { line1: `${name}-door`, lat: 0.5, lng: 0.5, phone: '+971501234567' };
  await wanted(201, person.post('/v1/me/addresses', { label: name, ...to, notes: `${name}-note` }));
  const lines = [{ productId: shop.productId('THING'), quantity: 1, note: `${name}-note` }];
  await wanted(200, person.put('/v1/cart', { store: shop.storeId, lines }));
  const order = async () => {
    const asked = { store: shop.storeId, lines, deliverTo: to };
    const quote = await wanted(201, person.post('/v1/quotes', asked));
    return (await wanted(201, shop.place(person, quote.id))).id as string;
  };
  const [delivered, cancelled] = [await order(), await order()];
  await wanted(201, person.post(`/v1/orders/${delivered}/share`));
  await shop.walkTo(delivered, 'delivered', driver);
  const { lines: bought } = await wanted(200, person.get(`/v1/orders/${delivered}`));
  const claim = { lines: [{ lineId: bought[0].id, kind: 'damaged', quantity: 1 }] };
  const said = { ...claim, note: `${name}-claim`, photoReference: `${name}-claim.jpg` };
  await wanted(201, person.post(`/v1/orders/${delivered}/claims`, said));
  const why = { reasonCode: 'changed_mind', reason: `${name}-reason` };
  await wanted(200, person.post(`/v1/orders/${cancelled}/cancel`, why));
  return { person, id, words, delivered, cancelled };
}

/**
 * Every table that has one of the words in a row, but for what is known to go within a day, and the
 * audit log, which only grows: it has ids, and none of the words.
 */
export async function tracesOf(larder: Larder, words: readonly string[]): Promise<string[]> {
  const database = larder.app.get(Database);
  const waiting = 'SELECT FROM outbox WHERE published_at IS NULL AND dead_at IS NULL';
  await eventually('all facts are told', async () => (await database.query(waiting)).length === 0);
  // As the outbox does itself after an hour.
  await database.query('DELETE FROM outbox WHERE published_at IS NOT NULL');
  const tables = await database.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
       AND table_name NOT IN ('access_changes', 'audit_log') ORDER BY name`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query<{ word: string }>(
      `SELECT DISTINCT said.word FROM ${name} t, unnest($1::text[]) said (word)
       WHERE position(said.word IN t::text) > 0 ORDER BY said.word`,
      [words],
    );
    found.push(...rows.map(({ word }) => `${name}: ${word}`));
  }
  return found;
}
