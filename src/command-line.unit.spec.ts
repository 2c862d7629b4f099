import { describe, expect, it } from 'vitest';
import { anyText, ArgumentsRefused, commandLine, decimal, wholeNumber } from './command-line.js';

const line = commandLine({
  command: 'npm run bake',
  about: 'Bakes bread.',
  arguments: {
    recipe: {
      takes: anyText,
      as: 'RECIPE',
      means: 'What to bake',
      example: 'rye',
      isOperand: true,
    },
    oven: { takes: anyText, as: 'NAME', means: 'Which oven', example: 'left' },
    loaves: {
      takes: wholeNumber(1, 40),
      as: 'N',
      means: 'How many',
      example: '12',
      otherwise: '2',
    },
    salt: { takes: decimal(0, 5), as: 'G', means: 'Salt', example: '1.5', otherwise: null },
    quiet: { isFlag: true, means: 'Say nothing' },
  },
  notes: 'Ovens are hot.',
});

const refusal = (...args: string[]) => {
  try {
    return line.read(args);
  } catch (error) {
    expect(error).toBeInstanceOf(ArgumentsRefused);
    return (error as Error).message;
  }
};

describe('a command line', () => {
  it('reads the given arguments, and takes defaults for the rest', () => {
    expect(line.read(['rye', '--oven', 'left'])).toEqual({
      recipe: 'rye',
      oven: 'left',
      loaves: 2,
      salt: null,
      quiet: false,
    });
    expect(
      line.read(['--loaves=40', '--quiet', '--oven=--', '--salt', '0.5', '--', '--rye']),
    ).toEqual({ recipe: '--rye', oven: '--', loaves: 40, salt: 0.5, quiet: true });
  });

  it('may have a number below zero', () => {
    expect(refusal('rye', '--oven', 'left', '--salt', '-1')).toBe(
      '--salt -1 is not a number from 0 to 5, such as --salt 1.5.',
    );
  });

  it.each([
    [['rye', '--oven', 'left', '--fast'], 'There is no --fast.'],
    [['rye', '--oven', 'left', '--fast=1'], 'There is no --fast.'],
    [['rye', '--oven', 'left', '-x'], 'There is no -x.'],
    [['rye', '--oven', 'left', '--constructor', '1'], 'There is no --constructor.'],
    [['rye', '--recipe', 'rye'], 'There is no --recipe.'],
    [['rye', 'wheat', '--oven', 'left'], 'wheat is one argument too many.'],
    [['rye', '--oven'], '--oven needs a value, such as --oven left.'],
    [['rye', '--oven='], '--oven needs a value, such as --oven left.'],
    [['rye', '--oven', '--loaves', '3'], '--oven needs a value, such as --oven left.'],
    [['rye', '--quiet=no', '--oven', 'left'], '--quiet takes no value.'],
    [['rye', '--oven', 'left', '--oven', 'right'], '--oven is given more than once.'],
    [['rye', '--oven', 'left', '--quiet', '--quiet'], '--quiet is given more than once.'],
    [['--oven', 'left'], 'RECIPE is missing, such as rye.'],
    [
      ['--loaves', '1e1', '--salt', 'some'],
      'RECIPE is missing, such as rye.\n' +
        '--oven is missing, such as --oven left.\n' +
        '--loaves 1e1 is not a whole number from 1 to 40, such as --loaves 12.\n' +
        '--salt some is not a number from 0 to 5, such as --salt 1.5.',
    ],
    [
      ['rye', '--oven', 'left', '--loaves', '41'],
      '--loaves 41 is not a whole number from 1 to 40, such as --loaves 12.',
    ],
  ])('refuses %j', (args, sentence) => {
    expect(refusal(...args)).toBe(sentence);
  });

  it.each([[['--help']], [['-h']], [['rye', '--fast', '--help']]])('helps with %j', (args) => {
    expect(line.read(args)).toBeNull();
  });

  it('wraps lines, but never within an example', () => {
    const [as, words] = ['NAME', Array.from({ length: 12 }, () => 'bread').join(' ')];
    const argument = { takes: anyText, as, means: words, example: "'a long name'" };
    const { usage } = commandLine({
      command: 'npm run x -- y',
      about: 'Z.',
      arguments: { argument },
    });
    expect(usage).toBe(`Usage: npm run x -- y --argument NAME

Z.

  --argument NAME  ${words}.
                   Example: --argument 'a long name'
  --help           Print this.`);
  });

  it('says what each argument means, with an example', () => {
    expect(line.usage)
      .toBe(`Usage: npm run bake -- RECIPE --oven NAME [--loaves N] [--salt G] [--quiet]

Bakes bread.

  RECIPE       What to bake. Example: rye
  --oven NAME  Which oven. Example: --oven left
  --loaves N   How many. Left out: 2. Example: --loaves 12
  --salt G     Salt. Example: --salt 1.5
  --quiet      Say nothing.
  --help       Print this.

Ovens are hot.`);
  });
});
