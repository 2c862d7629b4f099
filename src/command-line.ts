// Command lines of all programs: their arguments, --help, and refusals, so that all programs answer
// alike.
import { parseArgs } from 'node:util';
import { isBlank } from './kernel/blank.js';

/** Refuses arguments, with a sentence for each that names it. */
export class ArgumentsRefused extends Error {
  override name = 'ArgumentsRefused';
}

/** The form of a value. */
export interface Kind<T> {
  /** The end of the sentence “--stock many is not …”. */
  readonly is: string;
  /** Undefined where the text has not this form. */
  readonly read: (text: string) => T | undefined;
}

export interface Argument<T = unknown> {
  readonly takes: Kind<T>;
  /** Placeholder of the value in the usage, such as SLUG. */
  readonly as: string;
  readonly means: string;
  readonly example: string;
  /** Text to read when it is left out; null for none. Without this field it is required. */
  readonly otherwise?: string | null;
  /** Given without its name; a program may have one such argument. */
  readonly isOperand?: true;
}

/** True when given; it takes no value. */
export interface Flag {
  readonly isFlag: true;
  readonly means: string;
}

export type Arguments = Readonly<Record<string, Argument | Flag>>;

export type Given<A extends Arguments> = {
  readonly [N in keyof A]: A[N] extends Flag
    ? boolean
    : A[N] extends { takes: Kind<infer T> }
      ? T | (A[N] extends { otherwise: null } ? null : never)
      : never;
};

export interface CommandLine<G> {
  readonly usage: string;
  /** Null: help was asked for. @throws ArgumentsRefused */
  readonly read: (args: readonly string[]) => G | null;
}

export type GivenTo<L> = L extends CommandLine<infer G> ? G : never;

/** `complete` turns the single values into the program's, and may throw ArgumentsRefused. */
export function commandLine<const A extends Arguments, G = Given<A>>(line: {
  /** The call of the program, such as `npm run import`. */
  readonly command: string;
  readonly about: string;
  readonly arguments: A;
  readonly notes?: string;
  readonly complete?: (given: Given<A>) => G;
}): CommandLine<G> {
  return {
    usage: usageOf(line),
    read: (args) => {
      const texts = textsOf(line.arguments, args);
      if (texts === null) return null;
      const values = valuesOf(line.arguments, texts) as Given<A>;
      return line.complete ? line.complete(values) : (values as unknown as G);
    },
  };
}

/**
 * Reads the arguments of this process. Null when nothing is left to do: then the usage or the
 * refusal has been printed, and the exit code is set.
 */
export function given<G>(line: CommandLine<G>, args = process.argv.slice(2)): G | null {
  try {
    const read = line.read(args);
    if (read === null) process.stdout.write(`${line.usage}\n`);
    return read;
  } catch (error) {
    if (!(error instanceof ArgumentsRefused)) throw error;
    process.stderr.write(`${error.message}\n\n${line.usage}\n`);
    process.exitCode = 2;
    return null;
  }
}

export const anyText: Kind<string> = {
  is: 'a text that shows',
  read: (text) => (isBlank(text) ? undefined : text),
};

export function oneOf<const T extends string>(...texts: T[]): Kind<T> {
  return { is: `one of ${texts.join(', ')}`, read: (text) => texts.find((each) => each === text) };
}

export function wholeNumber(least: number, most: number): Kind<number> {
  const is = `a whole number from ${least} to ${most}`;
  return { is, read: (text) => (/^\d{1,15}$/.test(text) ? within(least, most, text) : undefined) };
}

export function decimal(least: number, most: number): Kind<number> {
  const is = `a number from ${least} to ${most}`;
  const looksRight = (text: string) => /^\d{1,15}(\.\d{1,9})?$/.test(text);
  return { is, read: (text) => (looksRight(text) ? within(least, most, text) : undefined) };
}

function within(least: number, most: number, text: string): number | undefined {
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}

/** The texts of the arguments; null where help is asked for. */
function textsOf(known: Arguments, args: readonly string[]): Map<string, string> | null {
  const isFlag = (name: string) => name === 'help' || 'isFlag' in known[name]!;
  const operand = Object.keys(known).find((name) => isOperand(known[name]!));
  const named = ['help', ...Object.keys(known).filter((name) => name !== operand)];
  const options = named.map((name) => [name, { type: isFlag(name) ? 'boolean' : 'string' }]);
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...Object.fromEntries(options), help: { type: 'boolean', short: 'h' } },
    // Node refuses in words of its own, and does not refuse a value that is given twice.
    strict: false,
    tokens: true,
  });
  if (tokens.some((token) => token.kind === 'option' && token.name === 'help')) return null;
  const texts = new Map<string, string>();
  const note = (name: string, label: string, text: string) => {
    if (texts.has(name)) refuse(`${label} is given more than once.`);
    texts.set(name, text);
  };
  for (const token of tokens) {
    if (token.kind === 'positional') {
      const isOneTooMany = operand === undefined || texts.has(operand);
      if (isOneTooMany) refuse(`${token.value} is one argument too many.`);
      note(operand!, token.value, token.value);
    } else if (token.kind === 'option') {
      const { name, rawName, value, inlineValue } = token;
      if (!named.includes(name)) refuse(`There is no ${rawName}.`);
      if (isFlag(name)) {
        if (value !== undefined) refuse(`${rawName} takes no value.`);
        note(name, rawName, '');
      } else {
        const isNext = !inlineValue && /^--?[^\d.]/.test(value ?? '');
        if (value === undefined || value === '' || isNext) {
          refuse(`${rawName} needs a value, ${suchAs(name, known[name] as Argument)}.`);
        }
        note(name, rawName, value!);
      }
    }
  }
  return texts;
}

/** Refuses everything that is missing or wrong at once. */
function valuesOf(known: Arguments, texts: Map<string, string>): Record<string, unknown> {
  const wrong: string[] = [];
  const values = Object.entries(known).map(([name, argument]) => {
    if ('isFlag' in argument) return [name, texts.has(name)];
    const text = texts.get(name) ?? argument.otherwise;
    if (text === null) return [name, null];
    if (text === undefined) {
      wrong.push(`${label(name, argument)} is missing, ${suchAs(name, argument)}.`);
      return [name, null];
    }
    const value = argument.takes.read(text);
    if (value === undefined) wrong.push(notUsable(name, argument, text));
    return [name, value];
  });
  if (wrong.length > 0) refuse(wrong.join('\n'));
  return Object.fromEntries(values) as Record<string, unknown>;
}

export function notUsable(name: string, argument: Argument, text: string): string {
  const what = isOperand(argument) ? text : `--${name} ${text}`;
  return `${what} is not ${argument.takes.is}, ${suchAs(name, argument)}.`;
}

function refuse(sentence: string): never {
  throw new ArgumentsRefused(sentence);
}

const isOperand = (argument: Argument | Flag) => 'isOperand' in argument;
const label = (name: string, argument: Argument | Flag) =>
  isOperand(argument) ? (argument as Argument).as : `--${name}`;
const suchAs = (name: string, argument: Argument) =>
  `such as ${isOperand(argument) ? '' : `--${name} `}${argument.example}`;

const width = 96;

function usageOf(line: {
  command: string;
  about: string;
  arguments: Arguments;
  notes?: string;
}): string {
  const all = Object.entries(line.arguments);
  const shown = all.map(([name, argument]) => {
    if ('isFlag' in argument) return `--${name}`;
    return isOperand(argument) ? argument.as : `--${name} ${argument.as}`;
  });
  const inCall = all.map(([, argument], index) => {
    const mustBeGiven = !('isFlag' in argument) && argument.otherwise === undefined;
    return mustBeGiven ? shown[index]! : `[${shown[index]!}]`;
  });
  const mark = all.length === 0 || line.command.includes(' -- ') ? [] : ['--'];
  const call = [line.command, ...mark, ...inCall];
  const indent = Math.max(6, ...shown.map((text) => text.length)) + 4;
  const rows = [...all.map(([name, argument]) => meaningOf(name, argument)), ['Print this.']];
  return [
    wrapped(['Usage:', ...call], 9),
    '',
    wrapped(line.about.split(' '), 0),
    '',
    ...rows.map((meaning, index) => {
      const head = `  ${shown[index] ?? '--help'}`.padEnd(indent);
      return head + wrapped(meaning, indent, indent);
    }),
    ...(line.notes === undefined ? [] : ['', line.notes]),
  ].join('\n');
}

/** Words to wrap; an example counts as one of them, so that it stays in one piece to copy. */
function meaningOf(name: string, argument: Argument | Flag): string[] {
  const words = `${argument.means}.`.split(' ');
  if ('isFlag' in argument) return words;
  const { example, otherwise } = argument;
  if (otherwise) words.push('Left', 'out:', `${otherwise}.`);
  return [...words, `Example: ${isOperand(argument) ? '' : `--${name} `}${example}`];
}

/** Wraps words to the usage's width, and indents all lines but the first by `indent` spaces. */
function wrapped(words: readonly string[], indent: number, begun = 0): string {
  const lines = [''];
  for (const word of words) {
    const line = lines.at(-1)!;
    const before = lines.length === 1 ? begun : indent;
    if (line !== '' && before + line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}
