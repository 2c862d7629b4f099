import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { LoginRequest, RegisterRequest } from './auth.requests.js';

const amina = {
  email: 'amina@example.com',
  password: 'correct horse battery',
  displayName: 'Amina',
};

/** The invalid fields. */
function wrong(type: typeof RegisterRequest | typeof LoginRequest, body: object): string[] {
  const errors = validateSync(plainToInstance(type as new () => object, body), {
    whitelist: true,
    forbidNonWhitelisted: true,
  });
  return errors.map(({ property }) => property);
}

describe('a registration', () => {
  it.each<[string, object]>([
    ['all that is asked for', {}],
    ['a phone', { phone: '+971501234567' }],
    ['a phone with blanks and hyphens', { phone: '+971 50 123-4567' }],
    ['an empty phone', { phone: '' }],
    ['no phone, said aloud', { phone: null }],
    ['the shortest password', { password: 'x'.repeat(10) }],
    ['the longest password', { password: '🥕'.repeat(128) }],
    ['the longest name', { displayName: '🥕'.repeat(80) }],
    ['a name of another script', { displayName: 'آمنة' }],
    ['spaces around the email', { email: '  Amina@Example.COM ' }],
  ])('may hold %s', (_, change) => {
    expect(wrong(RegisterRequest, { ...amina, ...change })).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['email', 'amina'],
    ['email', 'amina@example'],
    ['email', 7],
    ['email', null],
    ['email', '"\u0001"@example.com'],
    ['email', `a@${'x'.repeat(60)}.${`${'y'.repeat(60)}.`.repeat(3)}example.com`],
    ['email', `a@${'\ufe0f'.repeat(100)}.${'\ufe0f'.repeat(200)}.com`],
    ['password', 'x'.repeat(9)],
    ['password', 'x'.repeat(129)],
    ['password', `correct horse\0battery`],
    ['password', ['correct horse battery']],
    ['displayName', ''],
    ['displayName', '   '],
    ['displayName', 'x'.repeat(81)],
    ['displayName', `x${'\ufe0f'.repeat(80)}`],
    ['displayName', 'Ami\0na'],
    ['displayName', 'Ami\nna'],
    ['displayName', 'Ami\ud800na'],
    ['phone', '0501234567'],
    ['phone', '+0501234567'],
    ['phone', '+971501234567\n'],
    ['phone', '+12345678901234567'],
    ['phone', 971501234567],
    ['role', 'admin'],
    ['passwordHash', 'x'],
  ])('may not hold for %s: %j', (field, value) => {
    expect(wrong(RegisterRequest, { ...amina, [field]: value })).toEqual([field]);
  });

  it.each(['email', 'password', 'displayName'])('must hold %s', (field) => {
    expect(wrong(RegisterRequest, { ...amina, [field]: undefined })).toEqual([field]);
  });

  it('is read in one spelling', () => {
    const read = plainToInstance(RegisterRequest, {
      ...amina,
      email: ' ÉMILE@Example.com '.normalize('NFD'),
      displayName: ' Émile '.normalize('NFD'),
    });
    expect(read.email).toBe('émile@example.com'.normalize('NFC'));
    expect(read.displayName).toBe('Émile'.normalize('NFC'));
  });
});

describe('a login', () => {
  it('takes a password that could not be registered: it is merely wrong', () => {
    expect(wrong(LoginRequest, { email: 'amina@example.com', password: 'x' })).toEqual([]);
  });

  it.each([
    ['email', 'amina\0@example.com'],
    ['email', { $ne: null }],
    ['password', 'x'.repeat(129)],
    ['password', true],
  ])('may not hold for %s: %j', (field, value) => {
    const body = { email: 'amina@example.com', password: 'x', [field]: value };
    expect(wrong(LoginRequest, body)).toEqual([field]);
  });
});
