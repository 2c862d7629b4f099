import { expect, it } from 'vitest';
import { eventually } from './support/eventually.js';
import { Larder } from './support/larder.js';

it('one process serves the stored answer of another, byte for byte', async () => {
  const one = await Larder.open({ demo: true });
  const other = await Larder.openWith(one.config);
  try {
    let limit = 30;
    // The fill is not awaited: an early reader loads by itself, and the loop tries the next list.
    const { loaded, found } = await eventually('the other process finds it stored', async () => {
      limit += 1;
      const path = `/v1/products?limit=${limit}`;
      const [first, second] = [await one.anyone.get(path), await other.anyone.get(path)];
      return second.headers['x-cache'] === 'L2' && { loaded: first, found: second };
    });
    expect(found.text).toBe(loaded.text);
    expect(found.headers.etag).toBe(loaded.headers.etag);
  } finally {
    await other.close();
    await one.close();
  }
});
