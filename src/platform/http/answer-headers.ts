// Headers that every answer has for the sake of browsers, by whichever way it is made.
import type { IncomingMessage } from 'node:http';
import type { AppConfig } from '../config/app-config.js';

/** What scripts of another origin may send beside what browsers always allow. */
export const sendable = [
  'authorization',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'last-event-id',
  'x-request-id',
];

/** What scripts of another origin may read beside what browsers always show. */
export const readable = [
  'age',
  'allow',
  'content-disposition',
  'etag',
  'idempotency-replayed',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'www-authenticate',
  'x-cache',
  'x-request-id',
];

/** Names and values: as fields, and in turn. */
interface Headers {
  readonly fields: Readonly<Record<string, string>>;
  readonly inTurn: readonly string[];
}

/** A year, in seconds. */
const tlsSeconds = 31_536_000;

/** CORS of the Fetch standard, for bearer tokens only: no cookie crosses origins. */
export class AnswerHeaders {
  readonly #isBehindProxy: boolean;
  readonly #plain: Headers;
  readonly #tls: Headers;
  readonly #origins: ReadonlyMap<string, { readonly plain: Headers; readonly tls: Headers }>;

  constructor({ corsOrigins, trustedProxies }: Pick<AppConfig, 'corsOrigins' | 'trustedProxies'>) {
    this.#isBehindProxy = trustedProxies.length > 0;
    this.#plain = both(plain);
    this.#tls = both({ ...plain, ...overTls });
    this.#origins = new Map(
      corsOrigins.map((origin) => {
        const shared = { ...plain, ...sharedWith(origin) };
        return [origin, { plain: both(shared), tls: both({ ...shared, ...overTls }) }];
      }),
    );
  }

  /** Whether scripts of the request's origin may read its answer. */
  isShared({ headers }: IncomingMessage): boolean {
    return headers.origin !== undefined && this.#origins.has(headers.origin);
  }

  of({ headers }: IncomingMessage): Headers {
    const isTls = this.#isBehindProxy && headers['x-forwarded-proto'] === 'https';
    const shared = headers.origin === undefined ? undefined : this.#origins.get(headers.origin);
    if (shared) return isTls ? shared.tls : shared.plain;
    return isTls ? this.#tls : this.#plain;
  }
}

const plain = { 'x-content-type-options': 'nosniff' };

/** Browsers heed it over TLS only, so that nothing is lost where the proxy says so wrongly. */
const overTls = { 'strict-transport-security': `max-age=${tlsSeconds}` };

const sharedWith = (origin: string) => ({
  'access-control-allow-origin': origin,
  'access-control-expose-headers': readable.join(', '),
});

function both(fields: Record<string, string>): Headers {
  return { fields, inTurn: Object.entries(fields).flat() };
}
