import { describe, expect, it } from 'vitest';
import { isBlank } from './blank.js';

describe('a text', () => {
  it.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['line breaks and tabs', '\r\n\t'],
    ['a no-break space', '\u00a0'],
    ['an ideographic space', '\u3000'],
    ['zero-width spaces', '\u200b\u200c\u200d'],
    ['a byte order mark', '\ufeff'],
    ['a word joiner', '\u2060'],
    ['a soft hyphen', '\u00ad'],
    ['Hangul fillers', '\u3164\u115f\uffa0'],
    ['a variation selector', '\ufe0f'],
    ['marks of direction', '\u200e\u202e'],
    ['an empty braille cell', '\u2800'],
    ['a tag', '\u{e0001}'],
  ])('of %s is blank', (_, text) => {
    expect(isBlank(text)).toBe(true);
  });

  it.each(['a', ' a ', '.', '-', '٣', '❤️', '\u200ba', '\u0301a'])('“%s” is not', (text) => {
    expect(isBlank(text)).toBe(false);
  });
});
