// npm run bench: the list of benches, or one of them by its name. A bench is a file beside this one
// whose first line says `// npm run bench -- NAME: what it measures`.
import { readdirSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { headOf } from './options.mjs';

const here = import.meta.dirname;
const benches = readdirSync(here)
  .filter((file) => file.endsWith('.mjs'))
  .toSorted()
  .flatMap((file) => {
    const head = headOf(join(here, file));
    return head ? [{ ...head, file: join(here, file) }] : [];
  });
const usage = `Usage: npm run bench -- NAME [options]

${benches.map(({ name, about }) => `  ${name.padEnd(8)} ${firstSentence(about)}`).join('\n')}
  --help   Print this.

Each needs DATABASE_URL, most REDIS_URL too, of servers that may be filled. What else a bench needs,
and its options: npm run bench -- NAME --help. Example: npm run bench -- cache --rounds 3`;

const [name, ...rest] = process.argv.slice(2);
const bench = benches.find((each) => each.name === name);
if (name === undefined || name === '--help' || name === '-h') {
  process.stdout.write(`${usage}\n`);
} else if (!bench) {
  const what = name.startsWith('-') ? name : `bench ${name}`;
  process.stderr.write(`There is no ${what}.\n\n${usage}\n`);
  process.exitCode = 2;
} else {
  await run(bench);
}

/** A bench is a script: it reads its arguments first, and has ended when its import has. */
async function run({ file, about }) {
  process.argv = [process.argv[0], file, ...rest];
  try {
    await import(file);
    console.log(madeOn());
  } catch (error) {
    if (!String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
    if (rest.includes('--help')) return void process.stdout.write(`${about}\n`);
    process.stderr.write(`${error.message}\n\n${about}\n`);
    process.exitCode = 2;
  }
}

/** The machine and versions, without which a figure says nothing. */
function madeOn() {
  const cores = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'of unknown make'})`;
  return `\nNode ${process.version}, ${cores}, ${new Date().toISOString().slice(0, 10)}`;
}

function firstSentence(text) {
  return /^.*?[.?](?= |$)/.exec(text)?.[0] ?? text;
}
