// What customers choose to be told, and the devices that they keep.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { idOf, wanted } from '../../test/support/people.js';
import { expectProblem } from '../../test/support/problems.js';
import { ManualClock } from '../kernel/clock.js';
import { DeviceRepository } from './persistence/device.repository.js';

const clock = new ManualClock(new Date());

let larder: Larder;
let customer: Person;
let stranger: Person;
beforeAll(async () => {
  larder = await Larder.open({ clock });
});
beforeEach(async () => {
  [customer, stranger] = await Promise.all([larder.person('customer'), larder.person('customer')]);
});
afterAll(() => larder?.close());

const choose = (body: object) => customer.put('/v1/me/notices', body);
const keep = (id: string, token: string, who = customer) =>
  who.put(`/v1/me/devices/${id}`, { platform: 'android', token });
const devicesOf = async (who: Person) =>
  (await wanted(200, who.get('/v1/me/devices'))).items.map(({ id }: { id: string }) => id);
const tokensOf = async (who: Person) =>
  (await larder.app.get(DeviceRepository).tokensOf(await idOf(who))).map(({ token }) => token);

describe('the choices of a customer', () => {
  it('are what is usual, until they choose', async () => {
    const { headers, body } = await customer.get('/v1/me/notices');
    expect(headers['cache-control']).toBe('private, no-store');
    expect(body).toMatchObject({ language: 'en', served: [] });
    expect(body.kinds).toContainEqual({
      kind: 'order_placed',
      channels: ['email', 'push'],
      mayBeOff: true,
    });
    expect(body.kinds.filter(({ mayBeOff }: { mayBeOff: boolean }) => !mayBeOff)).toEqual([
      { kind: 'substitution_asked', channels: ['email', 'push', 'sms'], mayBeOff: false },
    ]);
  });

  it('are replaced as a whole', async () => {
    const off = { kind: 'order_placed', channels: [] };
    const changed = await wanted(200, choose({ language: 'ar', kinds: [off] }));
    expect(changed.language).toBe('ar');
    expect(changed.kinds[0]).toEqual({ ...off, mayBeOff: true });
    expect(await wanted(200, customer.get('/v1/me/notices'))).toEqual(changed);
    expect((await wanted(200, stranger.get('/v1/me/notices'))).language).toBe('en');
    const back = await wanted(200, choose({ kinds: [] }));
    expect([back.language, back.kinds[0].channels]).toEqual(['en', ['email', 'push']]);
  });

  it('leave a question one channel', async () => {
    const asked = (channels: string[]) => ({ kinds: [{ kind: 'substitution_asked', channels }] });
    expectProblem(await choose(asked([])), 422, 'notice-needed');
    await wanted(200, choose(asked(['sms'])));
  });
});

describe('a device', () => {
  it('is kept, listed without its token, and removed', async () => {
    const id = randomUUID();
    const kept = await wanted(200, keep(id.toUpperCase(), 'a-token'));
    expect(kept).toEqual({ id, platform: 'android', keptAt: clock.now().toISOString() });
    const { text } = await customer.get('/v1/me/devices');
    expect(text).toContain(id);
    expect(text).not.toContain('a-token');
    await wanted(200, keep(id, 'a-new-token'));
    expect(await tokensOf(customer)).toEqual(['a-new-token']);
    expectProblem(await stranger.delete(`/v1/me/devices/${id}`), 404, 'device-not-found');
    expect((await customer.delete(`/v1/me/devices/${id}`)).status).toBe(204);
    expectProblem(await customer.delete(`/v1/me/devices/${id}`), 404, 'device-not-found');
    expect(await devicesOf(customer)).toEqual([]);
  });

  it('belongs to whoever brought its token last', async () => {
    const [id, token] = [randomUUID(), randomUUID()];
    await wanted(200, keep(id, token));
    await wanted(200, keep(id, token, stranger));
    expect([await devicesOf(customer), await tokensOf(stranger)]).toEqual([[], [token]]);
  });

  it('belongs to one of several that bring its token at the same moment', async () => {
    const token = randomUUID();
    const people = await Promise.all(Array.from({ length: 6 }, () => larder.person('customer')));
    const answers = await Promise.all(people.map((who) => keep(randomUUID(), token, who)));
    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200));
    const owned = await Promise.all(people.map(tokensOf));
    expect(owned.flat()).toEqual([token]);
  });

  it('beyond the tenth takes the place of the one that was kept longest ago', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 11; i += 1) {
      ids.push(randomUUID());
      clock.advance(1000);
      await wanted(200, keep(ids.at(-1)!, randomUUID()));
    }
    expect(await devicesOf(customer)).toEqual(ids.slice(1).toReversed());
  });
});
