import { isBlank } from '../../kernel/blank.js';

const blanks = /[\s\u0085]+/g;
// Only format characters that change how others are shown: joiners are part of words.
const invisible = /(?![\s\u0085])[\p{Cc}\u00AD\u200B\u2060\u202A-\u202E\u2066-\u2069]/gu;

/**
 * A tidy field: without HTML entities, broken accents (`CafÃ©`), invisible characters and needless
 * blanks. The case of its letters stays as the grocer wrote it.
 */
export function tidy(text: string): string {
  const shown = mended(withoutEntities(text))
    .replaceAll(invisible, '')
    .replaceAll(blanks, ' ')
    .trim()
    .normalize('NFC');
  return isBlank(shown) ? '' : shown;
}

/** As `tidy`, line by line: the breaks between lines stay, and at most one empty line in a row. */
export function tidyLines(text: string): string {
  if (!text.includes('\n')) return tidy(text);
  return text
    .split('\n')
    .map(tidy)
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Tidies a category’s tidied name further: `WAFFLES,Bread` → `Waffles, Bread`; `BBQ` stays. */
export function tidyHeading(text: string): string {
  return text
    .replaceAll(/,(?=\p{L})/gu, ', ')
    .replaceAll(/\p{Lu}{5,}/gu, (word) => word[0]! + word.slice(1).toLowerCase());
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  deg: '°',
  eacute: 'é',
  egrave: 'è',
  gt: '>',
  hellip: '…',
  ldquo: '“',
  lsquo: '‘',
  lt: '<',
  mdash: '—',
  nbsp: ' ',
  ndash: '–',
  quot: '"',
  rdquo: '”',
  reg: '®',
  rsquo: '’',
  trade: '™',
};

function withoutEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (...match) => {
    const [entity, decimal, hex, name] = match as [string, string?, string?, string?];
    if (name !== undefined) return entities[name.toLowerCase()] ?? entity;
    const point = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
    const isCharacter = point > 0 && point <= 0x10_ff_ff && (point < 0xd8_00 || point > 0xdf_ff);
    return isCharacter ? String.fromCodePoint(point) : entity;
  });
}

// The characters of windows-1252 for the bytes 0x80 to 0x9F.
const shownFor = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';
const continuation = String.raw`[\u0080-\u00BF${shownFor}]`;
const misread = new RegExp(
  `(?:[\\u00C2-\\u00DF]${continuation}|[\\u00E0-\\u00EF]${continuation}{2}|[\\u00F0-\\u00F4]${continuation}{3})+`,
  'g',
);

/**
 * Mends UTF-8 that was read as windows-1252: `Ã©` was `é`. Only sequences that begin as broken
 * Latin letters and signs do (Ã, Â, â), or that are long: in `NESCAFÉ®` the last two characters are
 * meant.
 */
function mended(text: string): string {
  return text.replaceAll(misread, (found) => {
    const bytes = [...found].map((character) => {
      const at = shownFor.indexOf(character);
      return at < 0 ? character.codePointAt(0)! : 0x80 + at;
    });
    try {
      const meant = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
      return /^[ÃÂâ]/.test(found) || [...meant].length > 2 ? meant : found;
    } catch {
      return found;
    }
  });
}
