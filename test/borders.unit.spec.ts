import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bordersOf } from './support/borders.js';
import { dependencyRules } from './support/dependency-rules.js';
import { broken, sound } from './support/planted-borders.js';

const home = resolve(import.meta.dirname, '..');

describe('the borders of src', () => {
  it('are kept', async () => {
    const { onDisk, read, violations } = await bordersOf(home);
    expect(onDisk.length).toBeGreaterThan(0);
    expect(read).toEqual(onDisk);
    expect(violations.map(({ rule, file, detail }) => `${rule}: ${file} ${detail}`)).toEqual([]);
  });
});

describe('the check of the borders', () => {
  const trees: string[] = [];
  afterAll(() => trees.forEach((tree) => rmSync(tree, { recursive: true })));

  it('accepts an empty src, and files that keep every rule', async () => {
    expect(await bordersOf(plant({}))).toEqual({ onDisk: [], read: [], violations: [] });
    const { read, violations } = await bordersOf(plant(sound));
    expect(violations).toEqual([]);
    expect(read).toEqual(
      Object.keys(sound)
        .filter((file) => file.startsWith('src/'))
        .toSorted(),
    );
  });

  it('finds a planted violation of every rule, and nothing else', async () => {
    const planted = Object.fromEntries(broken.map(({ file, text }) => [file, text]));
    const { onDisk, read, violations } = await bordersOf(plant({ ...sound, ...planted }));
    expect(read).toEqual(onDisk);
    const found = new Set(violations.map(({ rule, file }) => `${rule}: ${file}`));
    expect([...found].toSorted()).toEqual(
      broken.flatMap(({ rule, at, file }) => (rule ? [`${rule}: ${at ?? file}`] : [])).toSorted(),
    );
    expect(broken.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(dependencyRules.map(({ name }) => name)),
    );
  });

  function plant(files: Record<string, string>): string {
    const tree = realpathSync(mkdtempSync(join(tmpdir(), 'larder-borders-')));
    trees.push(tree);
    symlinkSync(join(home, 'node_modules'), join(tree, 'node_modules'));
    for (const name of ['package.json', 'tsconfig.json']) {
      copyFileSync(join(home, name), join(tree, name));
    }
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), `${text}\n`);
    }
    return tree;
  }
});
