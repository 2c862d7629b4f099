import { describe, expect, it } from 'vitest';
import { matches } from './conditional.js';

describe('If-None-Match', () => {
  it.each([
    ['"a"', '"a"', true],
    ['W/"a"', '"a"', true],
    ['"a"', 'W/"a"', true],
    ['"x", W/"a" , "y"', '"a"', true],
    ['"with, comma", "a"', '"a"', true],
    ['*', '"a"', true],
    ['"b"', '"a"', false],
    ['a', '"a"', false],
    ['', '"a"', false],
    ['"x, "a"', '"y"', false],
  ])('%s against %s is %s', (condition, etag, expected) => {
    expect(matches(condition, etag)).toBe(expected);
  });
});
