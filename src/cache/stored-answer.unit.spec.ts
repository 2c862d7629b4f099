import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { acceptsGzip, answerStoring, storedAnswer, variantFor } from './stored-answer.js';

const long = { items: Array.from({ length: 100 }, (_, n) => `a product, número ${n}`) };

describe('a stored answer', () => {
  it('comes back from the store byte for byte', async () => {
    const answer = await storedAnswer(long);
    const stored = JSON.parse(JSON.stringify(answerStoring.encode(answer)));
    expect(answerStoring.decode(stored)).toEqual(answer);
  });

  it('has a gzip variant with its own ETag, where that pays', async () => {
    const answer = await storedAnswer(long);
    const plain = variantFor(answer, undefined);
    const small = variantFor(answer, 'gzip, br');
    expect(gunzipSync(small.body)).toEqual(plain.body);
    expect([plain.encoding, small.encoding]).toEqual([null, 'gzip']);
    expect(small.etag).not.toBe(plain.etag);
    expect(variantFor(await storedAnswer({}), 'gzip').encoding).toBeNull();
  });

  it.each([null, 7, 'text', { etag: 1 }, { etag: '"x"', body: 1 }, { etag: '"x"', gzipped: 3 }])(
    'is not made of %j',
    (stored) => {
      expect(() => answerStoring.decode(stored)).toThrow(TypeError);
    },
  );
});

describe('Accept-Encoding', () => {
  it.each([
    ['gzip', true],
    ['br, gzip;q=0.5', true],
    ['*', true],
    ['GZIP', true],
    ['gzip;q=0', false],
    ['gzip; q=0.000, *', false],
    ['br', false],
    ['', false],
    [undefined, false],
    ['gzipped', false],
    ['gzip;q=high', false],
  ])('%s: %s', (header, accepted) => {
    expect(acceptsGzip(header)).toBe(accepted);
  });
});
