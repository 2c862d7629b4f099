import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Storing } from './storing.js';

/** A route's answer as it is sent: serialised, hashed and compressed once. */
export interface StoredAnswer {
  /** Strong: a tag of exactly these bytes. The gzip variant has its own. */
  readonly etag: string;
  readonly body: Buffer;
  /** Null where compressing does not pay. */
  readonly gzipped: Buffer | null;
  /** When time alone makes it untrue, in epoch ms; kept by its entry. */
  readonly trueUntil?: number;
}

/** Below this size the gzip header and the work cost more than they save. */
const worthCompressing = 1024;
const compress = promisify(gzip);

export async function storedAnswer(value: unknown, trueUntil?: Date | null): Promise<StoredAnswer> {
  const body = Buffer.from(JSON.stringify(value));
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 27);
  const gzipped = body.length > worthCompressing ? await compress(body) : null;
  const answer = { etag: `"${hash}"`, body, gzipped };
  return trueUntil ? { ...answer, trueUntil: trueUntil.getTime() } : answer;
}

/** The variant for a client, with its own ETag (RFC 9110 section 8.8.3.3). */
export function variantFor(answer: StoredAnswer, acceptEncoding: string | undefined) {
  if (answer.gzipped && acceptEncoding !== undefined && acceptsGzip(acceptEncoding)) {
    const etag = answer.etag.replace(/"$/, '-gz"');
    return { etag, body: answer.gzipped, encoding: 'gzip' as const };
  }
  return { etag: answer.etag, body: answer.body, encoding: null };
}

/** RFC 9110 section 12.5.3: gzip is named, or covered by `*`, with a weight above zero. */
export function acceptsGzip(header = ''): boolean {
  const weights = new Map(
    header.split(',').map((part) => {
      const [coding = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [coding, weight === undefined ? 1 : Number(weight.slice(2))];
    }),
  );
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}

export const answerStoring: Storing<StoredAnswer> = {
  encode: ({ etag, body, gzipped }) => ({
    etag,
    body: body.toString(),
    gzipped: gzipped?.toString('base64') ?? null,
  }),
  decode: (stored) => {
    const { etag, body, gzipped } = stored as {
      etag: string;
      body: string;
      gzipped: string | null;
    };
    if (typeof etag !== 'string') throw new TypeError('not an answer');
    return {
      etag,
      body: Buffer.from(body),
      gzipped: gzipped === null ? null : Buffer.from(gzipped, 'base64'),
    };
  },
  bytes: ({ body, gzipped }) => body.length + (gzipped?.length ?? 0),
  trueUntil: (answer) => answer.trueUntil,
};
