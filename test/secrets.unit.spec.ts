// No secret that is printed here opens a shop.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from '../src/platform/config/env.js';
import { documents, filesBelow, read } from './support/documents.js';

const services = { DATABASE_URL: 'postgres://localhost/larder', REDIS_URL: 'redis://localhost' };
const accepts = (AUTH_SECRETS: string) => {
  try {
    return readConfig({ ...services, AUTH_SECRETS }).authSecrets.length > 0;
  } catch {
    return false;
  }
};

const files = () => [
  ...documents(),
  'docker-compose.yml',
  'Dockerfile',
  'package.json',
  ...['.ts', '.mjs'].flatMap((ending) => [
    ...filesBelow('src', ending),
    ...filesBelow('test', ending),
  ]),
];

/** Words and quoted texts after the name of a secret. */
const printed =
  /(?:AUTH_SECRETS?|authSecrets?)['"`]?\s*[:=]\s*\[?(?:'([^'\n]+)'|"([^"\n]+)"|`([^`\n]+)`|([^\s'"`$,;)]+))/g;

it('no text that follows the name of a secret is one', () => {
  const found = files().flatMap((file) =>
    [...read(file).matchAll(printed)].map((match) => match.slice(1).find(Boolean)!),
  );
  expect(found.length).toBeGreaterThan(10);
  const isPlaceholder = (text: string) => text.startsWith('${');
  expect(found.filter((text) => !isPlaceholder(text) && accepts(text))).toEqual([]);
});

it('compose has no secret of its own, and says commands that make them', () => {
  const compose = read('docker-compose.yml');
  const uses = [...compose.matchAll(/\$\{(AUTH_SECRETS|POSTGRES_PASSWORD)([^}]*)\}/g)];
  expect(uses.length).toBe(3);
  const defaults = uses.filter(([, , rest]) => /^:?-/.test(rest!));
  expect(defaults.map(([use]) => use)).toEqual([]);
  const commands = uses.flatMap(([, , rest]) => /^:\?make one by: (.+)$/.exec(rest!)?.[1] ?? []);
  expect(commands).toHaveLength(2);

  const cwd = mkdtempSync(join(tmpdir(), 'compose-'));
  for (const command of commands) execFileSync('bash', ['-c', command], { cwd });
  const lines = readFileSync(join(cwd, '.env'), 'utf8');
  rmSync(cwd, { recursive: true });
  const made = Object.fromEntries(
    lines
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  expect(Object.keys(made)).toEqual(['AUTH_SECRETS', 'POSTGRES_PASSWORD']);
  expect(accepts(made.AUTH_SECRETS!)).toBe(true);
  expect(made.POSTGRES_PASSWORD).toMatch(/^[\da-f]{48}$/);
});
