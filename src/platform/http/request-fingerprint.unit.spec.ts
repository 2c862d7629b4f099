import { describe, expect, it } from 'vitest';
import { fingerprint } from './request-fingerprint.js';

const id = '0190b6e2-00ab-7000-8000-00000000000f';
class Body {
  a = 1;
}

const same = (one: unknown, other: unknown) => fingerprint(one) === fingerprint(other);

describe('the fingerprint of a request', () => {
  it.each([
    ['the order of keys', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
    ['the case of an id', { id }, { id: id.toUpperCase() }],
    ['null and nothing', { a: 1, b: null, c: undefined }, { a: 1 }],
    ['the sign of nought', { a: -0 }, { a: 0 }],
    ['the class of an object', new Body(), { a: 1 }],
  ])('does not depend on %s', (_, one, other) => {
    expect(same(one, other)).toBe(true);
  });

  it.each([
    ['the order of a list', { a: [1, 2] }, { a: [2, 1] }],
    ['a null in a list', { a: [1, null] }, { a: [1] }],
    ['the case of words', { a: 'Eggs' }, { a: 'eggs' }],
    ['a number and its text', { a: 1 }, { a: '1' }],
    ['where something stands', { a: { b: 1 }, c: {} }, { a: {}, c: { b: 1 } }],
    ['a moment', { at: new Date(1) }, { at: new Date(2) }],
    ['nothing at all', undefined, {}],
  ])('depends on %s', (_, one, other) => {
    expect(same(one, other)).toBe(false);
  });
});
