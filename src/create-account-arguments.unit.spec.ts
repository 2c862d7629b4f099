import { describe, expect, it } from 'vitest';
import { creatingAccount } from './create-account-arguments.js';

const read = (role: string, email: string) =>
  creatingAccount.read(['--role', role, '--email', email, '--name', 'Pat']);

describe('npm run create-account', () => {
  it('needs a role, an e-mail address and a name', () => {
    expect(read('picker', 'pat@corner.example')).toEqual({
      role: 'picker',
      email: 'pat@corner.example',
      name: 'Pat',
      stores: null,
    });
    expect(() => creatingAccount.read([])).toThrow(
      /^--role is missing.*\n--email is missing.*\n--name is missing.*$/,
    );
  });

  it.each([
    ['baker', 'pat@corner.example', '--role baker is not one of customer, '],
    ['picker', 'pat', '--email pat is not an e-mail address, such as '],
    ['picker', 'pat pat@corner.example', '--email pat pat@corner.example is not '],
  ])('refuses %s, %s', (role, email, sentence) => {
    expect(() => read(role, email)).toThrow(sentence);
  });
});
