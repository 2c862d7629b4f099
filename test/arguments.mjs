import { parseArgs } from 'node:util';

/**
 * The arguments of a test runner. Ends the process with 0 and the usage for `--help`, with 2 and
 * the reason for unknown arguments. Separate from src/command-line.ts, because runners begin before
 * anything is built.
 */
export function givenArguments(config, usage) {
  const help = { type: 'boolean', default: false };
  try {
    const given = parseArgs({ ...config, options: { ...config.options, help } });
    if (!given.values.help) return given;
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  } catch (error) {
    const [, unknown] = /^Unknown option '(\S+)'/.exec(error.message) ?? [];
    const wrong = unknown ? `There is no ${unknown}.` : error.message;
    process.stdout.write(`${wrong}\n\n${usage}\n`);
    process.exit(2);
  }
}
