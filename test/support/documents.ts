// Documents that are generated from the code, and compared with it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { expect } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

export const rewrite = 'UPDATE_DOCS=1 npx vitest run --project unit test/docs.unit.spec.ts';

export const pathOf = (file: string) => resolve(root, file);
export const read = (file: string) => readFileSync(pathOf(file), 'utf8');

/** The files below a folder with this ending, as paths from the root. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(pathOf(folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .toSorted();
}

/** The documents for people: all of them are checked. */
export const documents = (): string[] => [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...filesBelow('docs', '.md'),
];

/** The targets of a document's relative links, as paths from the root. */
export function links(file: string): string[] {
  return [...read(file).matchAll(/\]\((?!\w+:)([^)#]+)[^)]*\)/g)].map((match) =>
    relative(root, resolve(dirname(pathOf(file)), match[1]!)).replaceAll('\\', '/'),
  );
}

/**
 * The files and folders that a document names by path: from the root anywhere, and below src in
 * code spans that begin with one of its folders.
 */
export function mentions(file: string): string[] {
  const text = read(file);
  const folders = readdirSync(pathOf('src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const belowSource = new RegExp(
    `\`((?:${folders.map(({ name }) => name).join('|')})/[\\w./-]+)\``,
    'g',
  );
  const fromRoot = /(?<![\w./-])(?:src|test|docs|tools)\/[\w./*-]*[\w*]/g;
  return [
    ...[...text.matchAll(fromRoot)].map(([path]) => path),
    ...[...text.matchAll(belowSource)].map((match) => `src/${match[1]}`),
  ];
}

/**
 * Whether a path exists. `*` stands for any part of a name; the beginning of a file's name up to a
 * dot is enough, as it is for the test command.
 */
export function isThere(path: string): boolean {
  if (existsSync(pathOf(path))) return true;
  const folder = dirname(path);
  if (folder.includes('*') || !existsSync(pathOf(folder))) return false;
  const name = basename(path).replaceAll('.', '\\.').replaceAll('*', '.+');
  const wanted = new RegExp(`^${name}(\\..+)?$`);
  return readdirSync(pathOf(folder)).some((found) => wanted.test(found));
}

/** Expects the file to be exactly this; with UPDATE_DOCS=1 writes it first. */
export function keep(file: string, expected: string): void {
  if (process.env.UPDATE_DOCS) writeFileSync(pathOf(file), expected);
  expect(read(file), `${file} is behind the code: ${rewrite}`).toBe(expected);
}

/** As Prettier formats it: cells padded to their column. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** A Mermaid state diagram; each arrow is `from --> to : label`. */
export function stateDiagram(arrows: readonly string[]): string {
  const lines = arrows.map((arrow) => `  ${arrow}`);
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}
