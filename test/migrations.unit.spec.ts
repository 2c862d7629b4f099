import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  faultsOfChain,
  list,
  listedMigrations,
  listNewMigrations,
} from './support/listed-migrations.js';

const home = resolve(import.meta.dirname, '..');

describe('the chain of migrations', () => {
  it('only grows', () => {
    if (process.env.UPDATE_DOCS) listNewMigrations(home);
    expect(faultsOfChain(home)).toEqual([]);
    expect(listedMigrations(home).length).toBeGreaterThanOrEqual(7);
  });
});

describe('the check of the chain', () => {
  const [first, second, third] = [
    'src/platform/database/migrations/1000000000001-create-platform.ts',
    'src/orders/migrations/1000000000002-create-orders.ts',
    'src/catalog/migrations/1000000000003-sell-more.ts',
  ] as const;

  const trees: string[] = [];
  afterAll(() => trees.forEach((tree) => rmSync(tree, { recursive: true })));

  let tree: string;
  const text = (file: string) => readFileSync(join(tree, file), 'utf8');
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), content);
  };
  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'larder-migrations-'));
    trees.push(tree);
    write(list, '');
    for (const file of [third, first, second]) write(file, `CREATE TABLE of_${file}`);
    listNewMigrations(tree);
  });

  it('finds nothing in a chain that is listed, in the order of the numbers', () => {
    expect(listedMigrations(tree).map(({ file }) => file)).toEqual([first, second, third]);
    expect(faultsOfChain(tree)).toEqual([]);
  });

  it('finds an edit, which no rewriting of the list hides', () => {
    const before = text(list);
    write(second, text(second).replace('CREATE', 'create'));
    const faults = [expect.stringMatching(`${second} was edited.*: .*add a new migration`)];
    expect(faultsOfChain(tree)).toEqual(faults);
    listNewMigrations(tree);
    expect(text(list)).toBe(before);
    expect(faultsOfChain(tree)).toEqual(faults);
  });

  it('finds that one is gone, or has another name', () => {
    rmSync(join(tree, first));
    const renamed = third.replace('sell', 'buy');
    renameSync(join(tree, third), join(tree, renamed));
    expect(faultsOfChain(tree)).toEqual([
      expect.stringContaining(`${first} is gone`),
      expect.stringContaining(`${third} is gone`),
      expect.stringContaining(`${renamed} has no later number`),
    ]);
  });

  it('finds new ones until they are listed, behind all others', () => {
    const before = text(list);
    const added = [4, 5].map((last) => `src/orders/migrations/100000000000${last}-add.ts`);
    for (const file of added.toReversed()) write(file, 'ALTER TABLE');
    expect(faultsOfChain(tree)).toEqual(
      added.map((file) => expect.stringContaining(`${file} is not listed in ${list}: UPDATE_DOCS`)),
    );
    listNewMigrations(tree);
    expect(faultsOfChain(tree)).toEqual([]);
    expect(text(list).startsWith(before)).toBe(true);
    expect(
      listedMigrations(tree)
        .map(({ file }) => file)
        .slice(3),
    ).toEqual(added);
  });

  it('lists none that would run before another', () => {
    const before = text(list);
    const early = 'src/accounts/migrations/1000000000000-early.ts';
    write(early, 'ALTER TABLE');
    listNewMigrations(tree);
    expect(text(list)).toBe(before);
    expect(faultsOfChain(tree)).toEqual([
      expect.stringMatching(`${early} has no later number.*: give it a later number`),
    ]);
  });

  it('finds lines in another order, and lines that name no migration', () => {
    const [one, two, three] = text(list).trimEnd().split('\n');
    write(list, `${two}\n${one}\n${three}\n`);
    expect(faultsOfChain(tree)).toEqual([expect.stringContaining(`${first} has no later number`)]);
    write(list, `${one}\n<<<<<<< HEAD\n${two}\n`);
    expect(() => faultsOfChain(tree)).toThrow(/<<<<<<< HEAD/);
  });
});
