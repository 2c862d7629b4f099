// Benches, simulator and workers are run too seldom to find out late that the build has moved on.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const home = resolve(import.meta.dirname, '..');
const imports = /import \{([^}]*)\} from '[./]*\/dist\/([^']+)\.js'/g;

const programs = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => join(import.meta.dirname, name));

/** What a source file exports: its own names, and those of others that it hands on. */
function exportsOf(file: string): Set<string> {
  const text = readFileSync(file, 'utf8');
  const own = text.matchAll(/^export (?:abstract |async )?(?:class|const|function\*?) (\w+)/gm);
  const handedOn = text.matchAll(/^export \{([^}]*)\}/gm);
  return new Set([...own].map(([, name]) => name!).concat([...handedOn].flatMap(namesIn)));
}

const namesIn = ([, list]: RegExpMatchArray) =>
  list!
    .split(',')
    .map((name) => name.trim().split(' as ').at(-1)!)
    .filter((name) => name !== '');

it('programs import from the build only what the source exports', () => {
  const missing = programs.flatMap((program) =>
    [...readFileSync(program, 'utf8').matchAll(imports)].flatMap(([all, list, path]) => {
      const file = join(home, 'src', `${path}.ts`);
      if (!existsSync(file)) return [`${program}: ${path} is gone`];
      const known = exportsOf(file);
      return namesIn([all, list!] as unknown as RegExpMatchArray)
        .map((name) => name.split(' as ')[0]!)
        .filter((name) => !known.has(name))
        .map((name) => `${program}: ${path} has no ${name}`);
    }),
  );
  expect(missing).toEqual([]);
  expect(programs.length).toBeGreaterThan(10);
});
