import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { type Answer, Larder, type Person } from '../../../test/support/larder.js';
import { mode } from '../../../test/support/mode.js';
import { tally, wanted } from '../../../test/support/people.js';
import { fresh } from '../../../test/support/shop.js';
import { ManualClock } from '../../kernel/clock.js';
import { Database } from '../../platform/index.js';

const minute = 60_000;
// A Monday: midnight in Dubai is 20:00 UTC of the day before.
const clock = new ManualClock('2026-11-30T12:00:00Z');

let larder: Larder;
/** Another process on the same servers, where there are any. */
let replica: Larder;
let admin: Person;
beforeAll(async () => {
  // The tests span ten days.
  larder = await Larder.open({ clock, env: { ACCESS_TOKEN_MINUTES: '20000' } });
  replica = mode === 'services' ? await Larder.openWith(larder.config, clock) : larder;
  admin = await larder.person('admin');
});
afterAll(async () => {
  if (replica !== larder) await replica?.close();
  await larder?.close();
});

const weekdays = [1, 2, 3, 4, 5, 6, 7];
const daily = (opens: string, closes: string) =>
  weekdays.map((weekday) => ({ weekday, opens, closes }));
const corner = () => ({
  slug: fresh('corner'),
  name: 'Corner Shop',
  currency: 'AED',
  timeZone: 'Asia/Dubai',
  location: { lat: 25.1, lng: 55.2 },
  openingHours: daily('08:00', '22:00'),
});
const open = (change: object = {}): Promise<Answer['body']> =>
  wanted(201, admin.post('/v1/admin/stores', { ...corner(), ...change }));
const get = (idOrSlug: string, at = larder, headers: Record<string, string> = {}) =>
  at.anyone.get(`/v1/stores/${idOrSlug}`, headers);
const edit = (id: string, change: object, version: number) =>
  admin.patch(`/v1/admin/stores/${id}`, change, { 'if-match': `"${version}"` });
const moveTo = (instant: string) =>
  clock.advance(new Date(instant).getTime() - clock.now().getTime());

/** Reads until the answer comes from the cache. */
const stored = (path: string, at = larder) =>
  eventually(`${path} is stored`, async () => {
    const answer = await at.anyone.get(path);
    return answer.headers['x-cache']?.startsWith('L') ? answer : null;
  });

describe('a store', () => {
  it('is shown with all its fields, by id and by slug, alone and in the list', async () => {
    const said = {
      ...corner(),
      openingHours: [...daily('08:00', '12:00'), ...daily('18:00', '02:00')],
      holidays: [
        { date: '2026-12-02', name: 'National Day', hours: [] },
        { date: '2026-12-31', name: 'Eve', hours: [{ opens: '08:00', closes: '24:00' }] },
      ],
    };
    const answer = await admin.post('/v1/admin/stores', { ...said, minimumBasketMinor: 3000 });
    expect(answer.status, answer.text).toBe(201);
    const { id } = answer.body;
    const facts = {
      ...said,
      id,
      minimumBasket: { amountMinor: 3000, currency: 'AED' },
      language: 'en',
      pause: null,
    };
    expect(answer.body).toEqual({ ...facts, version: 1 });
    expect(answer.headers).toMatchObject({ etag: '"1"', location: `/v1/admin/stores/${id}` });

    const opening = {
      isOpen: true,
      reason: 'open',
      opensAt: null,
      closesAt: '2026-11-30T22:00:00.000Z',
      validUntil: '2026-11-30T22:00:00.000Z',
    };
    moveTo('2026-11-30T14:00:00Z');
    for (const handle of [id, id.toUpperCase(), said.slug]) {
      expect((await get(handle)).body).toEqual({ ...facts, opening });
    }
    const { items } = (await larder.anyone.get('/v1/stores')).body;
    expect(items.find((item: { id: string }) => item.id === id)).toEqual({ ...facts, opening });
  });

  it('must be named once there are several', async () => {
    const { slug } = await open();
    await open();
    const list = (query: string) => larder.anyone.get(`/v1/products${query}`);
    expect((await list('')).body.code).toBe('store-required');
    expect((await list(`?store=${slug}`)).body).toEqual({ items: [], nextCursor: null });
  });

  it('is found as soon as it exists', async () => {
    const slug = fresh('soon');
    const missing = await get(slug);
    expect([missing.status, missing.body.code]).toEqual([404, 'store-not-found']);
    await open({ slug });
    expect((await get(slug, replica)).status).toBe(200);
  });

  it('has a slug of its own', async () => {
    const [{ slug }, other] = [await open(), await open()];
    const opened = await admin.post('/v1/admin/stores', { ...corner(), slug });
    expect([opened.status, opened.body.code]).toEqual([409, 'store-slug-taken']);
    const renamed = await edit(other.id, { slug }, 1);
    expect([renamed.status, renamed.body.code]).toEqual([409, 'store-slug-taken']);
  });
});

describe('a cached answer', () => {
  it('never says open after closing time, nor closed after opening', async () => {
    moveTo('2026-12-05T17:59:00Z');
    const { slug } = await open();
    const path = `/v1/stores/${slug}`;
    const loaded = await stored(path);
    expect(loaded.body.opening).toMatchObject({ isOpen: true });
    await stored(path, replica);

    moveTo('2026-12-05T17:59:59.999Z');
    const last = await get(slug);
    expect([last.headers['x-cache'], last.body.opening.isOpen]).toEqual(['L1', true]);
    const etag = { 'if-none-match': last.headers.etag! };
    expect((await get(slug, larder, etag)).status).toBe(304);

    moveTo('2026-12-05T18:00:00.000Z');
    for (const reader of [larder, replica]) {
      expect((await get(slug, reader)).body.opening).toEqual({
        isOpen: false,
        reason: 'closed',
        opensAt: '2026-12-06T04:00:00.000Z',
        closesAt: null,
        validUntil: '2026-12-05T20:00:00.000Z',
      });
    }
    expect((await get(slug, larder, etag)).status).toBe(200);

    moveTo('2026-12-06T03:59:00.000Z');
    await stored(path);
    moveTo('2026-12-06T04:00:00.000Z');
    expect((await get(slug)).body.opening).toMatchObject({ isOpen: true });
  });

  it('of the list ends with the first store that closes', async () => {
    moveTo('2026-12-07T10:59:00Z');
    const early = await open({ openingHours: daily('08:00', '15:00') });
    const late = await open({ openingHours: daily('08:00', '16:00') });
    const openOnes = (answer: Answer) =>
      [early, late].map(
        ({ id }) => answer.body.items.find((item: { id: string }) => item.id === id).opening.isOpen,
      );
    expect(openOnes(await stored('/v1/stores'))).toEqual([true, true]);
    moveTo('2026-12-07T11:00:00Z');
    expect(openOnes(await larder.anyone.get('/v1/stores'))).toEqual([false, true]);
  });

  it('of a paused store ends with the pause', async () => {
    moveTo('2026-12-08T08:00:00Z');
    const { id } = await open();
    const pause = { reason: 'A power cut', until: '2026-12-08T12:02:00+04:00' };
    await wanted(200, admin.post(`/v1/admin/stores/${id}/pause`, pause));
    const during = await stored(`/v1/stores/${id}`);
    const until = '2026-12-08T08:02:00.000Z';
    expect(during.body).toMatchObject({
      pause: { reason: 'A power cut', until },
      opening: { isOpen: false, reason: 'paused', opensAt: until },
    });
    clock.advance(2 * minute);
    const after = await get(id);
    expect(after.body).toMatchObject({ pause: null, opening: { isOpen: true } });
  });
});

describe('an edit', () => {
  it('changes the fields sent, keeps the rest, and is seen by the next read of any replica', async () => {
    const before = await open({ minimumBasketMinor: 500 });
    const paths = ['/v1/stores', `/v1/stores/${before.id}`, `/v1/stores/${before.slug}`];
    for (const path of paths) await stored(path, replica);
    const change = {
      name: 'Corner & Sons',
      timeZone: 'Europe/London',
      location: { lat: 1, lng: 2 },
    };
    const edited = await edit(before.id, change, 1);
    expect([edited.status, edited.headers.etag]).toEqual([200, '"2"']);
    expect(edited.body).toEqual({ ...before, ...change, version: 2 });
    for (const path of paths.slice(1)) {
      expect((await replica.anyone.get(path)).body).toMatchObject(change);
    }
    const { items } = (await replica.anyone.get('/v1/stores')).body;
    expect(items.find((item: { id: string }) => item.id === before.id)).toMatchObject(change);

    const read = await admin.get(`/v1/admin/stores/${before.id}`);
    expect([read.body, read.headers.etag]).toEqual([edited.body, '"2"']);
    const lists = { openingHours: [], minimumBasketMinor: 0 };
    expect((await edit(before.id, lists, 2)).body).toMatchObject({
      openingHours: [],
      minimumBasket: { amountMinor: 0 },
      name: 'Corner & Sons',
    });
  });

  it('names the version it replaces: 428 without, 412 when that is stale', async () => {
    const { id } = await open();
    const patch = (headers: Record<string, string>) =>
      admin.patch(`/v1/admin/stores/${id}`, { name: 'Another' }, headers);
    const unconditional: Record<string, string>[] = [{}, { 'if-match': '*' }, { 'if-match': '' }];
    for (const headers of unconditional) {
      const { status, body } = await patch(headers);
      expect([status, body.code]).toEqual([428, 'precondition-required']);
    }
    for (const [stale, code] of [
      ['"2"', 'version-mismatch'],
      ...['"0"', 'W/"1"', '1', '"x"'].map((tag) => [tag, 'etag-not-ours']),
    ] as const) {
      const { status, body } = await patch({ 'if-match': stale });
      expect([stale, status, body.code]).toEqual([stale, 412, code]);
    }
    expect((await patch({ 'if-match': '"7", "1"' })).status).toBe(200);
    expect((await patch({ 'if-match': '"1"' })).status).toBe(412);
    const unknown = await edit('0198c0de-0000-7000-8000-000000000000', {}, 1);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'store-not-found']);
  });

  it('wins against concurrent edits of the same version', async () => {
    const { id } = await open();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => edit(id, { name: `Name ${n}` }, 1)),
    );
    expect(tally(answers)).toEqual({ '200': 1, '412 version-mismatch': 11 });
    const winner = answers.find(({ status }) => status === 200)!;
    expect((await get(id, replica)).body.name).toBe(winner.body.name);
  });

  it('would overwrite others, if the version were compared outside of the statement', async () => {
    const { id } = await open();
    const database = larder.app.get(Database);
    const naive = async (name: string, expected: number) => {
      const [row] = await database.query<{ version: number }>(
        'SELECT version FROM stores WHERE id = $1',
        [id],
      );
      if (row!.version !== expected) return false;
      await database.query('UPDATE stores SET name = $2, version = version + 1 WHERE id = $1', [
        id,
        name,
      ]);
      return true;
    };
    const wins = await Promise.all(Array.from({ length: 12 }, (_, n) => naive(`Name ${n}`, 1)));
    expect(wins.filter(Boolean).length).toBeGreaterThan(1);
  });
});

describe('the pause switch', () => {
  it('needs no version, and counts as an edit', async () => {
    const { id } = await open();
    const post = (step: string, body?: object) =>
      wanted(200, admin.post(`/v1/admin/stores/${id}/${step}`, body));
    expect(await post('pause', { reason: 'Flooded' })).toMatchObject({
      pause: { reason: 'Flooded', until: null },
      version: 2,
    });
    await stored(`/v1/stores/${id}`, replica);
    expect((await edit(id, { name: 'Stale' }, 1)).status).toBe(412);
    expect(await post('pause', { reason: 'Still flooded' })).toMatchObject({ version: 3 });
    expect((await get(id, replica)).body.pause.reason).toBe('Still flooded');
    expect(await post('resume')).toMatchObject({ pause: null, version: 4 });
    expect((await get(id, replica)).body.pause).toBeNull();
    expect(await post('resume')).toMatchObject({ pause: null, version: 4 });
  });
});
