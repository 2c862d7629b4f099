import { describe, expect, it } from 'vitest';
import { commonPasswords } from './common-passwords.js';
import { weaknessOf } from './password-rules.js';

const email = 'christopher.lee@shop.example';

describe('a password', () => {
  it.each([
    ['password123', 'common'],
    ['Password123', 'common'],
    ['QWERTYUIOP', 'common'],
    [' 1234567890 ', 'common'],
    ['ｐａｓｓｗｏｒｄ１２３', 'common'],
    ['aaaaaaaaaa', 'repetitive'],
    ['ab'.repeat(20), 'repetitive'],
    ['plums'.repeat(3), undefined],
    ['abcdabcdabcd', 'repetitive'],
    ['abcdabcdab', 'repetitive'],
    ['abcdabcdxy', undefined],
    ['aabbaabbbcca', 'repetitive'],
    ['🥕'.repeat(12), 'repetitive'],
    [' '.repeat(12), 'repetitive'],
    [email, 'email'],
    [email.toUpperCase(), 'email'],
    ['christopher.lee', 'email'],
    ['christopher lee', undefined],
    ['correct horse battery', undefined],
    ['a long password', undefined],
    ['larder-demo-1', undefined],
  ])('%j is weak for this reason: %s', (password, weakness) => {
    expect(weaknessOf(password, email)).toBe(weakness);
  });

  it('is common if it stands in the list, whose words are long enough and differ', () => {
    expect(commonPasswords.size).toBeGreaterThan(1500);
    const short = [...commonPasswords].filter((word) => [...word].length < 10);
    expect(short).toEqual([]);
    const odd = [...commonPasswords].filter((word) => weaknessOf(word, email) !== 'common');
    expect(odd).toEqual([]);
  });
});
