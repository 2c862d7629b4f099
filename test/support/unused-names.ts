import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Violation } from './text-rules.js';

const importing = /(?:import|export) (?:type )?\{([^}]*)\} from '(\.[^']+)'/g;
const isFace = (file: string) => /^src\/[^/]+\/index\.ts$/.test(file);

/** Exports of an index.ts that no other module uses; tests do not count. */
export function unusedNames(root: string): Violation[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !/\.(spec|contract)\.ts$/.test(path));
  const used = new Set<string>();
  const offered: { readonly file: string; readonly name: string }[] = [];
  for (const file of files) {
    for (const [, names, from] of readFileSync(join(root, file), 'utf8').matchAll(importing)) {
      const target = join(dirname(file), from!).replace(/\.js$/, '.ts').replaceAll('\\', '/');
      const isOutside = isFace(target) && dirname(target) !== moduleOf(file);
      for (const { here, there } of namesOf(names!)) {
        if (isOutside) used.add(`${target} ${there}`);
        if (isFace(file)) offered.push({ file, name: here });
      }
    }
  }
  return offered
    .filter(({ file, name }) => !used.has(`${file} ${name}`))
    .map(({ file, name }) => ({ rule: 'used-names', file, detail: `nobody uses ${name}` }));
}

/** `src/orders` of `src/orders/http/orders.controller.ts`. */
const moduleOf = (file: string) => file.split('/').slice(0, 2).join('/');

function namesOf(list: string): { here: string; there: string }[] {
  return list
    .split(',')
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '')
    .map((name) => {
      const [there, here = there] = name.split(' as ');
      return { here: here!, there: there! };
    });
}
