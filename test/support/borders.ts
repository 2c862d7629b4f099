import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { dependencyRules } from './dependency-rules.js';
import { folderCircles } from './folder-circles.js';
import { textViolations, type Violation } from './text-rules.js';
import { unusedNames } from './unused-names.js';

export interface Borders {
  /** The .ts files of src on the disk, and those whose imports were read: should be equal. */
  readonly onDisk: string[];
  readonly read: string[];
  readonly violations: Violation[];
}

/** Every breach of the repository's rules in `root`/src. */
export async function bordersOf(root: string): Promise<Borders> {
  const onDisk = sourcesOf(root);
  if (onDisk.length === 0) return { onDisk, read: [], violations: [] };

  const { output } = await cruise(
    ['src'],
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: dependencyRules },
      // Imports of types alone count as well.
      tsPreCompilationDeps: true,
      tsConfig: { fileName: join(root, 'tsconfig.json') },
      doNotFollow: { path: ['(^|/)node_modules/', '^(test|tools)/'] },
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['import', 'node', 'default', 'types'],
      },
    },
    {},
    { tsConfig: extractTSConfig(join(root, 'tsconfig.json')) },
  );
  const { modules, summary } = output as ICruiseResult;
  const dependencyViolations = summary.violations.map(({ rule, from, to, cycle }) => ({
    rule: rule.name,
    file: from,
    detail: cycle ? cycle.map(({ name }) => name).join(' → ') : `imports ${to}`,
  }));

  return {
    onDisk,
    read: modules
      .map(({ source }) => source)
      .filter((source) => source.startsWith('src/') && source.endsWith('.ts'))
      .toSorted(),
    violations: [
      ...dependencyViolations,
      ...folderCircles(modules),
      ...textViolations(root),
      ...unusedNames(root),
    ],
  };
}

function sourcesOf(root: string): string[] {
  if (!existsSync(join(root, 'src'))) return [];
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .toSorted();
}
