// Which passwords are too easy to guess, whatever their length.
import { commonPasswords } from './common-passwords.js';

export const weaknesses = ['common', 'repetitive', 'email'] as const;

export type Weakness = (typeof weaknesses)[number];

const leastDifferent = 4;
/** `abcabcabcabc` is as easy as `abc`. */
const shortUnits = [1, 2, 3, 4];

/**
 * Why the password is weak: many people have it, it repeats itself, or it is the email or the part
 * before the @. Undefined for any other password. Upper and lower case are the same here.
 */
export function weaknessOf(password: string, email: string): Weakness | undefined {
  const plain = password.normalize('NFKC').trim().toLowerCase();
  if (commonPasswords.has(plain)) return 'common';
  if (new Set(plain).size < leastDifferent || isRepeated(plain)) return 'repetitive';
  const own = email.normalize('NFKC').toLowerCase();
  return plain === own || plain === own.split('@')[0] ? 'email' : undefined;
}

function isRepeated(text: string): boolean {
  return shortUnits.some((size) => text.slice(0, size).repeat(text.length).startsWith(text));
}
