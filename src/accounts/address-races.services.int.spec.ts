// Several phones of one customer change the book at once: the result with the lock, and without.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Larder, type Person } from '../../test/support/larder.js';
import { tally, wanted } from '../../test/support/people.js';
import { door } from '../../test/support/shop.js';
import { mostAddresses } from './address.js';
import { AddressRepository } from './address.repository.js';

let larder: Larder;
beforeAll(async () => (larder = await Larder.open()));
afterAll(() => larder?.close());

const book = '/v1/me/addresses';
const add = (who: Person) => who.post(book, { ...door, isDefault: false });
const all = async (who: Person) => (await wanted(200, who.get(book))).items;
const atOnce = <T>(howMany: number, work: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: howMany }, (_, n) => work(n)));

async function owner(addresses: number): Promise<Person> {
  const who = await larder.person('customer');
  for (let n = 0; n < addresses; n += 1) await wanted(201, add(who));
  return who;
}

describe('a book with room for two more', () => {
  it('takes two of ten that come at once', async () => {
    const who = await owner(mostAddresses - 2);
    const answers = await atOnce(10, () => add(who));
    expect(tally(answers)).toEqual({ '201': 2, '409 address-book-full': 8 });
    expect(await all(who)).toHaveLength(mostAddresses);
  });

  it('would take more without the lock', async () => {
    const who = await owner(mostAddresses - 2);
    const answers = await withoutLock('ofAccount', 5, () => atOnce(5, () => add(who)));
    expect(tally(answers)).toEqual({ '201': 5 });
    expect(await all(who)).toHaveLength(mostAddresses + 3);
  });
});

describe('a book with several new defaults at once', () => {
  const become = async (who: Person, howMany: number) => {
    const addresses = await all(who);
    return () =>
      atOnce(howMany, (n) => who.put(`${book}/${addresses[n].id}`, { ...door, isDefault: true }));
  };

  it('has one in the end', async () => {
    const who = await owner(10);
    const answers = await (await become(who, 10))();
    expect(tally(answers)).toEqual({ '200': 10 });
    const defaults = (await all(who)).filter((one: { isDefault: boolean }) => one.isDefault);
    expect(defaults).toHaveLength(1);
  });

  it('would refuse all but one of them without the lock', async () => {
    const who = await owner(4);
    const answers = await withoutLock('dropDefault', 4, await become(who, 4));
    expect(tally(answers)).toEqual({ '200': 1, '500 internal-error': 3 });
  });
});

/** Runs `work` on unlocked books; all transactions wait for each other after the named step. */
async function withoutLock<T>(
  step: 'ofAccount' | 'dropDefault',
  howMany: number,
  work: () => Promise<T>,
): Promise<T> {
  const addresses = larder.app.get(AddressRepository);
  let here = 0;
  let allAreHere!: () => void;
  const complete = new Promise<void>((resolve) => (allAreHere = resolve));
  const real = addresses[step].bind(addresses) as (...given: unknown[]) => Promise<unknown>;
  const naive = {
    lockBook: async () => true,
    [step]: async (...given: unknown[]) => {
      const result = await real(...given);
      here += 1;
      if (here === howMany) allAreHere();
      await complete;
      return result;
    },
  };
  Object.assign(addresses, naive);
  try {
    return await work();
  } finally {
    for (const name of Object.keys(naive)) delete (addresses as never)[name];
  }
}
