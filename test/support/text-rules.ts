import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { line } from './dependency-rules.js';

export interface Violation {
  readonly rule: string;
  /** From the root, with forward slashes. */
  readonly file: string;
  readonly detail: string;
}

const longest = 250;
const drawers = ['utils', 'common', 'helpers', 'base'];
const modules = [
  'accounts',
  'catalog',
  'delivery-options',
  'orders',
  'drivers',
  'tracking',
  'notices',
];
const signposts = (m: string) => ['index.ts', `${m}.module.ts`, `${m}.errors.ts`];

const statusFile = 'src/platform/http/status-of-error.ts';
const failureStatus =
  /\.(status|code)\([45]\d\d\)|@HttpCode\([45]\d\d\)|\b(status|statusCode): [45]\d\d\b/;
const successStatus = /\.(status|code)\([123]\d\d\)|@HttpCode\([123]\d\d\)|\bstatusCode: [123]\d\d/;
const successName =
  /HttpStatus\.(OK|CREATED|ACCEPTED|NO_CONTENT|PARTIAL_CONTENT|NOT_MODIFIED|\w*REDIRECT)\b/g;

const isTest = (file: string) => /\.(spec|contract)\.ts$/.test(file);
const mayBeLong = (file: string) =>
  isTest(file) || file.includes('/migrations/') || file.endsWith('.generated.ts');
const answersRequests = (file: string) => /\.(controller|interceptor)\.ts$/.test(file);

/** The breaches of rules about the files of src and their text, apart from imports. */
export function textViolations(root: string): Violation[] {
  const entries = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true }).map(
    (entry) => ({
      path: join(entry.parentPath, entry.name).slice(join(root, '/').length).replaceAll('\\', '/'),
      isFolder: entry.isDirectory(),
    }),
  );
  const folders = entries.filter(({ isFolder }) => isFolder).map(({ path }) => path);
  const files = entries.map(({ path }) => path).filter((path) => path.endsWith('.ts'));
  return [
    ...folders.flatMap(folderViolations),
    ...modules.flatMap((name) => signpostViolations(root, name)),
    ...files.flatMap((file) => fileViolations(file, readFileSync(join(root, file), 'utf8'))),
  ];
}

function folderViolations(path: string): Violation[] {
  const name = path.split('/').at(-1) ?? '';
  const found: Violation[] = [];
  if (drawers.includes(name)) {
    found.push({ rule: 'no-drawers', file: path, detail: 'name a folder after what it is about' });
  } else if (/^src\/[^/]+$/.test(path) && !(line as readonly string[]).includes(name)) {
    found.push({ rule: 'known-folders', file: path, detail: `one of ${line.join(', ')}` });
  }
  return found;
}

function signpostViolations(root: string, name: string): Violation[] {
  const folder = `src/${name}`;
  if (!existsSync(join(root, folder))) return [];
  return signposts(name)
    .filter((file) => !existsSync(join(root, folder, file)))
    .map((file) => ({ rule: 'signposts', file: `${folder}/${file}`, detail: 'does not exist' }));
}

function fileViolations(file: string, text: string): Violation[] {
  const lines = text.trimEnd().split('\n');
  const found: Violation[] = [];
  if (lines.length > longest && !mayBeLong(file)) {
    found.push({ rule: 'short-files', file, detail: `${lines.length} lines` });
  }
  lines.forEach((content, index) => {
    const report = (rule: string) =>
      found.push({ rule, file, detail: `line ${index + 1}: ${content.trim()}` });
    if (/^\s*export\s+(default\b|(type\s+)?\*)|^\s*export\s*\{.*\bas default\b/.test(content)) {
      report('named-exports');
    }
    if (isTest(file) || file === statusFile) return;
    if (namesStatus(content, answersRequests(file))) report('status-in-one-file');
  });
  return found;
}

function namesStatus(content: string, mayNameSuccess: boolean): boolean {
  if (failureStatus.test(content)) return true;
  if (!mayNameSuccess && successStatus.test(content)) return true;
  return (mayNameSuccess ? content.replace(successName, '') : content).includes('HttpStatus.');
}
