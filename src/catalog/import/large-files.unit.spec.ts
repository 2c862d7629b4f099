// Files that are made to cost time or memory.
import { describe, expect, it } from 'vitest';
import { readCatalogue } from './catalog-file.js';

const header = 'sku,name,category,subcategory,size,price';
const mebibyte = 1024 * 1024;

/** Reads parts of a file, and tells how many were taken and how often other work had its turn. */
async function read(begin: string, part: string, parts: number) {
  let taken = 0;
  async function* source() {
    yield begin;
    for (; taken < parts; taken += 1) yield part;
  }
  let turns = 0;
  let isRead = false;
  const other = () => {
    turns += 1;
    if (!isRead) setImmediate(other);
  };
  setImmediate(other);
  let records = 0;
  let error: unknown = null;
  try {
    for await (const _ of readCatalogue(source(), 'EUR')) records += 1;
  } catch (thrown) {
    error = thrown;
  }
  isRead = true;
  return { records, taken, turns, error };
}

describe('a large file', () => {
  it.each([
    ['blank lines', '\n'.repeat(mebibyte)],
    ['rows', 'A,Milk,Dairy,Fresh,1 l,2.50\n'.repeat(2000)],
    ['lines that open a quote', `"${'x'.repeat(600)}\n`.repeat(1000)],
  ])('of %s lets other work have its turn, though it is there at once', async (_, part) => {
    const { turns, taken, error } = await read(`${header}\n`, part, 4);
    expect(error).toBeNull();
    expect(taken).toBe(4);
    expect(turns).toBeGreaterThan(2);
  });

  it.each([
    ['blank lines', '\n'.repeat(mebibyte), 'empty'],
    ['titles', 'March\n'.repeat(mebibyte / 8), 'bad-header'],
    ['a million columns', `${header}${',a'.repeat(mebibyte / 2)}\n`, 'bad-header'],
    ['control characters', '\0\n'.repeat(mebibyte / 8), 'not-text'],
  ])('is refused early where its header does not come: %s', async (_, part, code) => {
    const { taken, error } = await read('', part, 16);
    expect(error).toMatchObject({ code });
    expect(taken).toBe(0);
  });

  it('may have a thousand columns', async () => {
    const names = (count: number) => `${header}${',x'.repeat(count - 6)}\n`;
    expect(await read(names(1000), 'A,Milk,Dairy,Fresh,1 l,2.50\n', 1)).toMatchObject({
      records: 1,
      error: null,
    });
    const { error } = await read(names(1001), '', 1);
    expect(error).toMatchObject({
      code: 'bad-header',
      message: expect.stringContaining('1001 columns: keep at most 1000'),
    });
  });

  it('of one line is one rejected row', async () => {
    const { records } = await read(`${header}\n`, 'x'.repeat(mebibyte), 4);
    expect(records).toBe(1);
  });
});
