// Documents that are written from the code, and compared with it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

export const rewrite = 'UPDATE_DOCS=1 npx vitest run --project unit test/docs.unit.spec.ts';

export const pathOf = (file: string) => resolve(root, file);
export const read = (file: string) => readFileSync(pathOf(file), 'utf8');

/** The files below a folder whose names end so, as paths from the root. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(pathOf(folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .toSorted();
}

/** Expects the file to be exactly this; with UPDATE_DOCS=1 writes it first. */
export function keep(file: string, expected: string): void {
  if (process.env.UPDATE_DOCS) writeFileSync(pathOf(file), expected);
  expect(read(file), `${file} is behind the code: ${rewrite}`).toBe(expected);
}

/** As Prettier would: cells padded to their column. */
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
