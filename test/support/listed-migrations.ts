// The chain of migrations only grows: a migration that ran on somebody's database never changes.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** In the format of `sha256sum`, in the order of running. */
export const list = 'src/migrations.sha256';

const listing = 'UPDATE_DOCS=1 npx vitest run --project unit test/migrations.unit.spec.ts';

export interface ListedMigration {
  readonly hash: string;
  /** From the root, with forward slashes. */
  readonly file: string;
}

export function listedMigrations(root: string): ListedMigration[] {
  const text = readFileSync(join(root, list), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, hash, file] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
      if (!hash || !file)
        throw new Error(`${list} has a line that is none of a migration: ${line}`);
      return { hash, file };
    });
}

/** The faults of the chain, and their cures. */
export function faultsOfChain(root: string): string[] {
  const listed = listedMigrations(root);
  return [
    ...listed.flatMap(({ hash, file }, index) => {
      if (!existsSync(join(root, file))) {
        return `${file} is gone, but databases have run it: bring it back. A new migration may undo it.`;
      }
      if (hashOf(root, file) !== hash) {
        return `${file} was edited, but databases have run it as it was: take that back, and add a new migration.`;
      }
      return listed.slice(0, index).some((earlier) => numberOf(earlier.file) >= numberOf(file))
        ? tooEarly(file)
        : [];
    }),
    ...unlisted(root, listed).map((file) =>
      isLater(file, listed) ? `${file} is not listed in ${list}: ${listing}` : tooEarly(file),
    ),
  ];
}

/** Appends the new migrations to the list. Lines that are there stay as they are. */
export function listNewMigrations(root: string): void {
  const listed = listedMigrations(root);
  for (const file of unlisted(root, listed)) {
    if (isLater(file, listed)) {
      appendFileSync(join(root, list), `${hashOf(root, file)}  ${file}\n`);
    }
  }
}

/** The milliseconds that a migration's name begins with; TypeORM runs them in that order. */
export function numberOf(file: string): number {
  return Number.parseInt(basename(file), 10);
}

function unlisted(root: string, listed: readonly ListedMigration[]): string[] {
  const known = new Set(listed.map(({ file }) => file));
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\/migrations\/[^/]+\.ts$/.test(path) && !known.has(path))
    .toSorted((a, b) => numberOf(a) - numberOf(b));
}

function isLater(file: string, listed: readonly ListedMigration[]): boolean {
  return listed.every((earlier) => numberOf(earlier.file) < numberOf(file));
}

function tooEarly(file: string): string {
  return `${file} has no later number than one that is listed before it. New databases would run it first, others last: give it a later number.`;
}

function hashOf(root: string, file: string): string {
  return createHash('sha256')
    .update(readFileSync(join(root, file)))
    .digest('hex');
}
