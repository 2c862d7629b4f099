// Options of a bench. Its description stands once, in the comment that its file begins with:
// `// npm run bench -- NAME: what it measures. What it needs.`
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { commandLine, given, wholeNumber } from '../../dist/command-line.js';

/** Name and text of a bench's first comment; null for other files. */
export function headOf(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('// '));
  const text = lines.slice(0, end).map((line) => line.slice(3));
  const [, name, begin] = /^npm run bench(?: -- |:)([a-z-]+): (.+)$/.exec(text[0] ?? '') ?? [];
  if (name === undefined) return null;
  return { name, about: [begin[0].toUpperCase() + begin.slice(1), ...text.slice(1)].join(' ') };
}

/**
 * The options given to this process. Ends the process for `--help`, for wrong arguments, and when a
 * `need` is missing: the name of an environment variable, or `wrk`.
 */
export function readOptions(file, needs, options) {
  const { name, about } = headOf(file);
  const values = given(
    commandLine({ command: `npm run bench -- ${name}`, about, arguments: options }),
  );
  if (values === null) process.exit();
  for (const needed of needs) {
    if (needed === 'wrk' ? has('wrk') : process.env[needed]) continue;
    process.stderr.write(`${needed} is missing: this bench needs it.\n\n${about}\n`);
    process.exit(2);
  }
  return values;
}

export function has(command) {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export const rounds = (otherwise) => ({
  takes: wholeNumber(1, 1000),
  as: 'N',
  means: 'How often everything is measured in turn; the table shows medians',
  example: '3',
  otherwise,
});

export const seconds = (otherwise) => ({
  takes: wholeNumber(1, 600),
  as: 'N',
  means: 'How long each contestant is under load in a round',
  example: '1',
  otherwise,
});

export const howMany = (means, example, otherwise, least = 1) => ({
  takes: wholeNumber(least, 10_000_000),
  as: 'N',
  means,
  example,
  otherwise,
});

export const counts = (means, example, otherwise) => ({
  takes: {
    is: 'whole numbers with commas between',
    read: (text) =>
      /^[1-9]\d{0,7}(,[1-9]\d{0,7})*$/.test(text) ? text.split(',').map(Number) : undefined,
  },
  as: 'N,N',
  means,
  example,
  otherwise,
});
