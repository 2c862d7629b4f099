// The audit log itself: it only grows, and admins read what was done in their stores.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditLine } from '../src/platform/audit/audit-line.js';
import { Audit, Database, Jobs } from '../src/platform/index.js';
import { auditOf } from './support/audit.js';
import { Larder, type Person } from './support/larder.js';
import { idOf, wanted } from './support/people.js';
import { fresh, openShop, type Shop } from './support/shop.js';

let larder: Larder;
let shop: Shop;
let admin: Person;
const sku = fresh('AUDITED');

beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, { products: [{ sku, stock: 100 }] });
  admin = await larder.person('admin');
  const movement = { store: shop.storeId, productId: sku, reason: 'received' };
  for (const delta of [1, 2, 3, 4, 5, 6, 7]) {
    await wanted(201, admin.post('/v1/admin/stock/movements', { ...movement, delta }));
  }
  await wanted(200, admin.post(`/v1/admin/stores/${shop.storeId}/resume`));
}, 60_000);
afterAll(() => larder?.close());

const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  larder.app.get(Database).query<T>(text, values);
const lines: ReturnType<typeof auditOf> = (search) => auditOf(larder)(search);

describe('the log', () => {
  const old = async (days: number) => {
    const id = randomUUID();
    await sql(
      `INSERT INTO audit_log (id, at, action, outcome, actor_role)
       VALUES ($1, now() - make_interval(days => $2), 'test.old', 'done', 'system')`,
      [id, days],
    );
    return id;
  };

  it('refuses changes and removals by SQL, of old lines too', async () => {
    const id = await old(400);
    await expect(sql(`UPDATE audit_log SET action = 'other' WHERE id = $1`, [id])).rejects.toThrow(
      'audit_log only grows: no UPDATE',
    );
    await expect(sql('DELETE FROM audit_log WHERE id = $1', [id])).rejects.toThrow('no DELETE');
    await expect(sql('TRUNCATE audit_log')).rejects.toThrow('no TRUNCATE');
    expect(await sql('SELECT id FROM audit_log WHERE id = $1', [id])).toHaveLength(1);
  });

  it('forgets by its job what is older than AUDIT_RETENTION_DAYS, and nothing younger', async () => {
    const [over, under] = [await old(366), await old(364)];
    await larder.app.get(Audit).forgetOldLines();
    const left = await sql<{ id: string }>('SELECT id FROM audit_log WHERE id IN ($1, $2)', [
      over,
      under,
    ]);
    expect(left).toEqual([{ id: under }]);
    await expect(sql('DELETE FROM audit_log WHERE id = $1', [under])).rejects.toThrow('no DELETE');
    expect(larder.app.get(Jobs).queues).toContain('platform.forget-audit');
  });

  it('keeps thirty days whatever the function is asked, and whoever sets its setting', async () => {
    const id = await old(29);
    await sql('SELECT forget_audit_log(0)');
    const remove = `DO $$ BEGIN
      PERFORM set_config('larder.forgets_audit', 'on', true);
      DELETE FROM audit_log WHERE id = '${id}';
    END $$`;
    await expect(sql(remove)).rejects.toThrow('no DELETE');
    expect(await sql('SELECT id FROM audit_log WHERE id = $1', [id])).toHaveLength(1);
  });
});

describe('GET /v1/admin/audit', () => {
  it('lists the latest first, page by page, each line once', async () => {
    const path = `/v1/admin/audit?store=${shop.storeId}&limit=3`;
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: any = await wanted(
        200,
        admin.get(`${path}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`),
      );
      seen.push(...page.items.map(({ id }: AuditLine) => id));
      cursor = page.nextCursor;
    }
    const all = await lines({ storeIds: [shop.storeId] });
    expect(seen).toEqual(all.map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(6);
  });

  it('filters by actor, action, subject and time', async () => {
    const all = await lines();
    const get = async (query: string) =>
      (await wanted(200, admin.get(`/v1/admin/audit?limit=100&${query}`))).items.map(
        ({ id }: AuditLine) => id,
      );
    const among = (fits: (line: AuditLine) => boolean) => all.filter(fits).map(({ id }) => id);
    const me = await idOf(admin);
    expect(await get(`actor=${me}`)).toEqual(among(({ actorId }) => actorId === me));
    expect(await get('action=stock.move')).toEqual(among(({ action }) => action === 'stock.move'));
    const subject = shop.productId(sku);
    expect(await get(`subject=${subject}`)).toEqual(
      among(({ subjectId }) => subjectId === subject),
    );
    const { at } = all[4]!;
    const time = at.toISOString();
    expect(await get(`from=${time}`)).toEqual(among((line) => line.at >= at));
    expect((await get(`to=${time}`))[0]).toBe(among((line) => line.at < at)[0]);
  });

  it('tells admins of some stores what was done in these, and nothing else', async () => {
    const other = await openShop(larder, { products: [] });
    const stranger = await larder.person('admin', 'stranger', [other.storeId]);
    const own = await larder.person('admin', 'own', [shop.storeId]);
    const seen = async (who: Person) =>
      (await wanted(200, who.get('/v1/admin/audit?limit=100'))).items as AuditLine[];
    expect(new Set((await seen(own)).map(({ storeId }) => storeId))).toEqual(
      new Set([shop.storeId]),
    );
    expect((await seen(stranger)).map(({ action }) => action)).toEqual(['store.open']);
    const refused = await stranger.get(`/v1/admin/audit?store=${shop.storeId}`);
    expect([refused.status, refused.body.code]).toEqual([404, 'store-not-found']);
  });
});
