import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppModule } from '../src/app.module.js';
import { definedFailures } from '../src/kernel/failure.js';
import { transitions } from '../src/orders/domain/order-status.js';
import { environment } from '../src/platform/index.js';
import { statusOfError } from '../src/platform/http/status-of-error.js';

// UPDATE_DOCS=1 npx vitest run --project unit test/docs.unit.spec.ts rewrites what is generated.
const root = resolve(import.meta.dirname, '..');
const path = (file: string) => resolve(root, file);
const read = (file: string) => readFileSync(path(file), 'utf8');

function keep(file: string, expected: string): void {
  if (process.env.UPDATE_DOCS) writeFileSync(path(file), expected);
  expect(read(file)).toBe(expected);
}

/** As Prettier would: cells padded to their column. */
function table(head: string[], rows: string[][]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column]!.length)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

describe('the documents', () => {
  it('list every refusal, and no other', () => {
    // Failures are known once their modules are loaded: all of them are part of the application.
    expect(AppModule).toBeDefined();
    const rows = definedFailures()
      .filter(({ code }) => code !== 'kernel-sample')
      .map(({ code, kind, title, remedy }) => [
        `\`${code}\``,
        String(statusOfError(kind)),
        title,
        remedy,
      ]);
    expect(rows.length).toBeGreaterThan(30);
    keep(
      'docs/errors.md',
      `# Errors\n\nEvery refusal is \`application/problem+json\` (RFC 9457) with one of these codes; branch on\n\`code\`, show \`title\` and \`detail\`, quote \`requestId\` when you ask for help. Codes never change\ntheir meaning.\n\n${table(['code', 'status', 'title', 'what to do'], rows)}\n`,
    );
  });

  it('draw the lifecycle that the code has', () => {
    const arrows = transitions.map(
      ({ from, to, action, by }) => `  ${from} --> ${to} : ${action} (${by.join(', ')})`,
    );
    keep(
      'docs/lifecycle.md',
      `# The order's lifecycle\n\nDrawn from the table in \`src/orders/domain/order-status.ts\`; every other way is refused with\n\`illegal-transition\`.\n\n\`\`\`mermaid\nstateDiagram-v2\n  [*] --> placed : place (customer)\n${arrows.join('\n')}\n  delivered --> [*]\n  expired --> [*]\n\`\`\`\n\nA delivery goes beside it: assigned, collected, delivered.\n`,
    );
  });

  it('tell every setting as the code does', () => {
    const rows = Object.entries(environment).map(([name, spec]) => {
      const {
        desc,
        example,
        default: preset,
      } = spec as {
        desc?: string;
        example?: string;
        default?: unknown;
      };
      return [`\`${name}\``, desc ?? '', String(preset ?? ''), `\`${example}\``];
    });
    const readme = read('README.md');
    const marks = /(<!-- configuration: [^>]*-->\n)[^]*?(<!-- \/configuration -->)/;
    expect(readme).toMatch(marks);
    const text = table(['variable', 'meaning', 'default', 'example'], rows);
    keep(
      'README.md',
      readme.replace(marks, (_, open, close) => `${open}\n${text}\n\n${close}`),
    );
  });

  it('lead somewhere', () => {
    const files = ['README.md', 'CONTRIBUTING.md', 'docs/cache.md', 'docs/glossary.md'];
    const dead = files.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)]
        .map((match) => match[1]!)
        .filter((target) => !existsSync(resolve(dirname(path(file)), target)))
        .map((target) => `${file}: ${target}`),
    );
    expect(dead).toEqual([]);
  });
});
