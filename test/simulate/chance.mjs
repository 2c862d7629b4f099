// Chance decided by the seed: the same names get the same numbers.

/** Numbers from 0 to 1, always the same ones for the same names. */
export function chance(...names) {
  let state = 2166136261;
  for (const character of names.join('\n')) {
    state = Math.imul(state ^ character.codePointAt(0), 16777619);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const oneOf = (random, items) => items[Math.floor(random() * items.length)];

/** A whole number, both ends included. */
export const between = (random, least, most) => least + Math.floor(random() * (most - least + 1));
