import { describe, expect, it } from 'vitest';
import { etagOf, versionsOf } from './if-match.decorator.js';

describe('If-Match', () => {
  it.each([
    [undefined, null],
    ['', null],
    [' * ', null],
    [etagOf(3), [3]],
    ['"3" , "4","5"', [3, 4, 5]],
    ['W/"3"', []],
    ['3', []],
    ['"03"', []],
    ['"x", "7"', [7]],
    ['"9999999999"', []],
  ])('%s names the versions %j', (condition, versions) => {
    expect(versionsOf(condition)).toEqual(versions);
  });
});
