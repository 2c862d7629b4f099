import type { IModule } from 'dependency-cruiser';
import type { Violation } from './text-rules.js';

/** Files that may know their whole module; and tests, which look anywhere. */
const knowsAll = /(^|\/)(index|app|[\w.-]+\.(module|schema|spec|contract))\.ts$/;

/** `src/orders/http` of `src/orders/http/orders.controller.ts`, `src/orders` of `src/orders/index.ts`. */
const folderOf = (file: string) => file.split('/').slice(0, -1).slice(0, 3).join('/');
const moduleOf = (folder: string) => folder.split('/').slice(0, 2).join('/');

/** Folders of a module that import each other, directly or through others. */
export function folderCircles(modules: readonly IModule[]): Violation[] {
  const arrows = new Map<string, Map<string, string>>();
  for (const { source, dependencies } of modules) {
    if (!source.startsWith('src/') || knowsAll.test(source)) continue;
    const from = folderOf(source);
    for (const { resolved } of dependencies) {
      const to = folderOf(resolved);
      if (to === from || moduleOf(to) !== moduleOf(from) || from === 'src') continue;
      if (!arrows.has(from)) arrows.set(from, new Map());
      arrows.get(from)!.set(to, `${source} imports ${resolved}`);
    }
  }
  return [...arrows].flatMap(([from, tos]) =>
    [...tos]
      .filter(([to]) => leadsTo(arrows, to, from))
      .map(([to, detail]) => ({ rule: 'no-folder-circles', file: `${from} → ${to}`, detail })),
  );
}

function leadsTo(
  arrows: ReadonlyMap<string, ReadonlyMap<string, string>>,
  from: string,
  to: string,
): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (folder === to) return true;
    if (seen.has(folder)) continue;
    seen.add(folder);
    open.push(...(arrows.get(folder)?.keys() ?? []));
  }
  return false;
}
