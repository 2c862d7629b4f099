// Sends what `FuzzInput` makes up, and compares each answer with the document.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { demoLogins } from '../../src/demo/index.js';
import { FuzzInput, type FuzzRequest, seeded } from './fuzz-input.js';
import { openApiOf, type Schema } from './openapi.js';

export interface FuzzReport {
  readonly faults: string[];
  readonly slow: string[];
  readonly slowestMs: number;
  readonly statuses: Record<string, number>;
}

interface FuzzOptions {
  readonly address: string;
  readonly document: { paths: object; components: object };
  readonly seed: number;
  readonly requests: number;
  /** The ids of the operations to ask; left out: all. */
  readonly only?: readonly string[];
}

/** Any route may answer these, as the document’s introduction says. */
const anywhere = new Set([
  '413 payload-too-large',
  '415 unsupported-media-type',
  '415 unsupported-encoding',
]);

export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { address, document, seed, requests, only } = options;
  const { operations: all, schemas } = openApiOf(document);
  const operations = all.filter(({ operationId }) => only?.includes(operationId) ?? true);
  const random = seeded(seed);
  const input = new FuzzInput(random, schemas);
  const tokens = await logins(address);
  const fits = checkerOf(document);
  const report = { faults: new Set<string>(), slow: [] as string[], slowestMs: 0 };
  const statuses: Record<string, number> = {};
  // Hashing a password takes a core for long, and says little new.
  const rare = (path: string) => path.startsWith('/v1/auth/') && random() < 0.9;

  const one = async (): Promise<void> => {
    const operation = input.pick(operations.filter(({ path }) => !rare(path)));
    const request = input.request(operation);
    const roles = operation['x-roles'] ?? [];
    const role = random() < 0.8 ? input.pick(roles) : input.pick([...tokens.keys(), undefined]);
    const token = tokens.get(role ?? '');
    const begun = performance.now();
    const answer = await send(address, request, token);
    const tookMs = performance.now() - begun;
    report.slowestMs = Math.max(report.slowestMs, tookMs);
    if (tookMs > 1000) report.slow.push(`${operation.name} ${Math.round(tookMs)} ms`);
    const code = answer.body?.code as string | undefined;
    const { status, body, type } = answer;
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status < 300) input.learn(body);
    const fault = faultOf(request, status, code) ?? fits(request, status, type, body);
    const who = role ?? 'nobody';
    if (fault) report.faults.add(`${operation.operationId}: ${fault} (${who}) ${said(request)}`);
  };
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await one();
    }
  };
  let left = requests;
  await Promise.all(Array.from({ length: 4 }, lane));
  return { ...report, faults: [...report.faults], statuses };
}

function faultOf({ operation }: FuzzRequest, status: number, code?: string): string | undefined {
  if (status >= 500 && operation.path.startsWith('/v1/')) return `${status} ${code}`;
  if (anywhere.has(`${status} ${code}`)) return undefined;
  const documented = operation.responses[status];
  if (!documented) return `${status} ${code} is not documented`;
  if (status < 400) return undefined;
  const { examples = {} } = documented.content?.['application/problem+json'] ?? {};
  return Object.hasOwn(examples, code ?? '') ? undefined : `${status} ${code} is not documented`;
}

type Fits = (r: FuzzRequest, status: number, type: string, body: unknown) => string | undefined;

/** Compares bodies with their schemas, which then forbid what they do not name. */
function checkerOf(document: { paths: object; components: object }): Fits {
  const strict = structuredClone(document);
  const { schemas } = strict.components as { schemas: Record<string, Schema & object> };
  for (const schema of Object.values(schemas)) {
    if (schema.properties) Object.assign(schema, { additionalProperties: false });
  }
  const ajv = new Ajv2020({ strict: false });
  (ajvFormats as unknown as (to: Ajv2020) => void)(ajv);
  ajv.addSchema(strict, 'larder');
  const known = new Map<string, ValidateFunction>();
  return ({ operation }, status, type, body) => {
    if (!type.includes('json')) return undefined;
    const media = type.split(';')[0]!;
    if (!operation.responses[status]?.content?.[media]) {
      return anywhereIs(status) ? undefined : `${status} has no ${media} in the document`;
    }
    // One schema is of all refusals: compiling it for each of them takes most of the time.
    const isProblem = media === 'application/problem+json';
    const own = ['paths', operation.path, operation.method.toLowerCase(), 'responses'];
    const parts = [...own, String(status), 'content', media, 'schema'];
    const pointer = (isProblem ? ['components', 'schemas', 'Problem'] : parts)
      .map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`)
      .join('');
    const validate = known.get(pointer) ?? ajv.getSchema(`larder#${encodeURI(pointer)}`)!;
    known.set(pointer, validate as ValidateFunction);
    return validate(body) ? undefined : `${status} ${ajv.errorsText(validate.errors)}`;
  };
}

const anywhereIs = (status: number) => [...anywhere].some((one) => one.startsWith(`${status} `));

async function send(address: string, request: FuzzRequest, token?: string) {
  const { operation, url, headers, body } = request;
  const cut = new AbortController();
  const answer = await fetch(address + url, {
    method: operation.method,
    headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
    redirect: 'manual',
    signal: cut.signal,
    ...(body !== undefined && { body }),
  });
  const type = answer.headers.get('content-type') ?? '';
  if (type.includes('event-stream')) {
    cut.abort();
    return { status: answer.status, type, body: undefined };
  }
  const text = await answer.text();
  const json = type.includes('json') ? (JSON.parse(text) as Record<string, unknown>) : undefined;
  return { status: answer.status, type, body: json };
}

async function logins(address: string): Promise<Map<string, string>> {
  const tokens = new Map<string, string>();
  for (const { role, email, password } of demoLogins) {
    const answer = await fetch(`${address}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    tokens.set(role, ((await answer.json()) as { accessToken: string }).accessToken);
  }
  return tokens;
}

const said = ({ url, headers, body }: FuzzRequest) =>
  `${url} ${JSON.stringify(headers)} ${body ?? ''}`.slice(0, 300);
