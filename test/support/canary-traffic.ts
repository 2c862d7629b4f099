// The requests of customers, strangers and attackers, and the marks that no answer may hold.
import { once } from 'node:events';
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { type Customer, marks } from './canary-people.js';

type Headers = Readonly<Record<string, string>>;

interface Ask {
  readonly path: string;
  readonly status: number;
  /** The customer of the answer; nobody's when left out. */
  readonly of?: Customer;
  /** Text that the answer must show, which proves that the check reads it. */
  readonly shows?: string;
  readonly headers?: Headers;
}

const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)]!;
const chance = (share: number) => Math.random() < share;
const bearer = ({ token }: Customer): Headers => ({ authorization: `Bearer ${token}` });
const ifNoneMatch = (...etags: (string | undefined)[]) => ({
  'if-none-match': etags.filter((etag) => etag !== undefined).join(', ') || '"none"',
});

/** By kind: requests of `me`, given another customer and the staff. Each has one right status. */
const asks: Readonly<Record<string, (me: Customer, other: Customer, staff: string) => Ask>> = {
  'own account': (me) => ({ of: me, path: '/v1/me', status: 200, shows: me.canary }),
  'own account under the ETag of another': (me, { etag }) => ({
    ...asks['own account']!(me, me, ''),
    headers: ifNoneMatch(etag),
  }),
  'own orders': (me) => ({
    of: me,
    path: `/v1/orders${pick(['', '?limit=1', '?limit=100'])}`,
    status: 200,
    shows: me.orderId,
  }),
  'own order': (me) => ({
    of: me,
    path: `/v1/orders/${me.orderId}`,
    status: 200,
    shows: me.canary,
  }),
  'own tracking': (me) => ({
    of: me,
    path: `/v1/orders/${me.orderId}/tracking`,
    status: 200,
    shows: me.canary,
  }),
  'own tracking again': (me, other) => ({
    ...asks['own tracking']!(me, me, ''),
    status: me.etag === undefined ? 200 : 304,
    headers: ifNoneMatch(other.etag, me.etag),
  }),
  'own tracking under the ETag of another': (me, { etag }) => ({
    ...asks['own tracking']!(me, me, ''),
    headers: ifNoneMatch(etag, etag?.replace('W/', '')),
  }),
  'order of another': (me, { orderId, etag }) => ({
    path: `/v1/orders/${pick([orderId, orderId.toUpperCase()])}`,
    status: 404,
    headers: { ...bearer(me), ...ifNoneMatch(etag) },
  }),
  'tracking of another': (me, { orderId, etag }) => ({
    path: `/v1/orders/${pick([orderId, orderId.toUpperCase()])}/tracking`,
    status: 404,
    headers: { ...bearer(me), ...pick([{}, ifNoneMatch(etag), { 'if-none-match': '*' }]) },
  }),
  'tracking of another by the staff': (_, other, staff) => ({
    ...asks['own tracking']!(other, other, ''),
    headers: { authorization: `Bearer ${staff}` },
  }),
  'a file that is none': (me) => ({
    path: pick([`/v1/me/me.css`, `/v1/orders/${me.orderId}/tracking/a.js`, '/v1/me%2f..%2fa.png']),
    status: 404,
    headers: bearer(me),
  }),
  'private without a login': ({ orderId, etag }) => ({
    path: pick(['/v1/me', '/v1/orders', `/v1/orders/${orderId}`, `/v1/orders/${orderId}/tracking`]),
    status: 401,
    headers: { ...pick<Headers>([{}, { authorization: 'Bearer x.y.z' }]), ...ifNoneMatch(etag) },
  }),
  catalogue: (me, { etag }) => ({
    path: pick(['/v1/stores', '/v1/categories', `/v1/products?limit=${pick([1, 9, 24])}`]),
    status: 200,
    headers: { ...pick([{}, bearer(me)]), ...ifNoneMatch(etag, me.etag) },
    shows: '"items":',
  }),
  'catalogue with junk': (me) => ({
    path: `/v1/products?${pick(['utm', '__proto__', 'customer', 'owner'])}=${Math.random()}`,
    status: 400,
    headers: pick([{}, bearer(me)]),
  }),
};
export const kinds = Object.keys(asks);

/** Headers that have misled one cache or another. */
const hostile: readonly ((other: Customer) => Headers)[] = [
  () => ({ 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example;proto=http' }),
  ({ orderId }) => ({ 'x-original-url': `/v1/orders/${orderId}`, 'x-rewrite-url': '/v1/me' }),
  ({ accountId }) => ({ 'x-user-id': accountId, 'x-forwarded-user': accountId }),
  ({ accountId }) => ({ cookie: `session=${accountId}; owner=${accountId}` }),
  () => ({ 'x-http-method-override': pick(['GET', 'HEAD', 'POST']) }),
  () => ({ accept: pick(['text/html', 'image/*', '*/*;q=0', 'application/problem+json']) }),
  () => ({ 'accept-encoding': pick(['gzip', 'br', 'gzip;q=0', '*', 'identity;q=0, gzip']) }),
  () => ({ 'accept-language': pick(['ar-AE', 'xx', '*;q=0.1', 'en, fr;q=0.5']) }),
  () => ({ 'cache-control': pick(['no-cache', 'max-age=0', 'no-store', 'only-if-cached']) }),
  () => ({ pragma: 'no-cache', 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' }),
  () => ({ range: pick(['bytes=0-9', 'bytes=-5']), te: 'trailers' }),
];

export interface Run {
  readonly addresses: readonly string[];
  readonly customers: readonly Customer[];
  /** The token of somebody who may track every order. */
  readonly staff: string;
  readonly requests: number;
  /** Ends the run at a finding that matches, instead of at the first few findings. */
  readonly until?: RegExp;
  /** Called now and then, to make cached answers obsolete. */
  readonly evict: (customer: Customer) => Promise<void>;
}

export interface Outcome {
  /** The number of answered requests of each kind. */
  readonly counts: Record<string, number>;
  /** The faults that were found. */
  readonly findings: string[];
}

const lanes = 24;
const enough = 50;
const evictEvery = 50;

/** Sends the requests of all customers, mixed, to all processes. */
export async function roam({
  addresses,
  customers,
  staff,
  requests,
  until,
  evict,
}: Run): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const owners = new Map(customers.map((customer) => [customer.orderId, customer]));
  const outcome: Outcome = { counts: {}, findings: [] };
  for (const customer of customers) delete customer.etag;
  let left = requests;
  const isFound = () =>
    until
      ? outcome.findings.some((finding) => until.test(finding))
      : outcome.findings.length >= enough;

  const lane = async () => {
    while (left > 0 && !isFound()) {
      left -= 1;
      const me = pick(customers);
      const other = pick(customers.filter((customer) => customer !== me));
      if (left % evictEvery === 0) await evict(me);
      const kind = pick(kinds);
      const ask = asks[kind]!(me, other, staff);
      const answer = await fetchAnswer(agent, pick(addresses), ask, other);
      if (ask.of === me && answer.headers.etag) me.etag = answer.headers.etag;
      outcome.counts[kind] = (outcome.counts[kind] ?? 0) + 1;
      const wrong = faultsOf(ask, answer, owners);
      outcome.findings.push(...wrong.map((fault) => `${kind}: ${fault}`));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  agent.destroy();
  return outcome;
}

interface RawAnswer {
  readonly method: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Head and body. */
  readonly all: string;
  readonly body: string;
}

async function fetchAnswer(
  agent: Agent,
  address: string,
  ask: Ask,
  other: Customer,
): Promise<RawAnswer> {
  const extra = Array.from({ length: Math.floor(Math.random() * 4) }, () => pick(hostile)(other));
  const headers = Object.assign({}, ...extra, ask.of && bearer(ask.of), ask.headers);
  const method = chance(0.1) ? 'HEAD' : 'GET';
  const sent = send(address + ask.path, { agent, method, headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const bytes = await buffer(response);
  const isPacked = response.headers['content-encoding'] === 'gzip' && bytes.length > 0;
  const body = (isPacked ? gunzipSync(bytes) : bytes).toString();
  const all = `${response.rawHeaders.join('\n')}\n${body}`;
  return { method, status: response.statusCode!, headers: response.headers, all, body };
}

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** Forbidden marks in the answer, wrong statuses, and missing text. */
function faultsOf(ask: Ask, answer: RawAnswer, owners: ReadonlyMap<string, Customer>): string[] {
  const { status, method, headers, all, body } = answer;
  const faults: string[] = [];
  if (status !== ask.status) faults.push(`${status} instead of ${ask.status}`);
  const isBare = method === 'HEAD' || status === 304;
  if (isBare && body !== '') faults.push('a body where none may be');
  if (!isBare && ask.shows && !body.includes(ask.shows)) faults.push(`does not show ${ask.shows}`);
  for (const [mark] of all.matchAll(marks)) {
    if (mark !== ask.of?.canary && mark !== ask.of?.phone) faults.push(`shows ${mark}`);
  }
  for (const [id] of all.matchAll(uuids)) {
    const owner = owners.get(id);
    // A refusal repeats the path of its request.
    if (!owner || owner === ask.of || ask.path.includes(id)) continue;
    faults.push(`shows the order ${id}`);
  }
  if (ask.of && !/private|no-store/.test(headers['cache-control'] ?? '')) {
    faults.push('may be kept by a cache in front');
  }
  return faults;
}
