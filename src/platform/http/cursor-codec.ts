import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { derivedKeys } from '../config/derived-keys.js';
import { InvalidCursor } from '../platform.errors.js';
import type { PageQuery } from './page.requests.js';

export interface CursorPage<Row> {
  readonly items: Row[];
  readonly nextCursor: string | null;
}

/**
 * Opaque positions in a list. A cursor is signed together with the query that made it (`scope`), so
 * that clients can neither edit it nor use it on another list.
 */
@Injectable()
export class CursorCodec {
  readonly #keys: readonly [Buffer, ...Buffer[]];

  constructor(config: AppConfig) {
    this.#keys = derivedKeys(config, 'cursors');
  }

  encode(scope: string, position: readonly unknown[]): string {
    const payload = Buffer.from(JSON.stringify(position));
    return Buffer.concat([signed(this.#keys[0], scope, payload), payload]).toString('base64url');
  }

  /** @throws invalid-cursor */
  decode(scope: string, cursor: string): unknown[] {
    const bytes = Buffer.from(cursor, 'base64url');
    const payload = bytes.subarray(signatureBytes);
    const signature = bytes.subarray(0, signatureBytes);
    const fits = (key: Buffer) => timingSafeEqual(signature, signed(key, scope, payload));
    // Decoding is lenient: without this check one cursor would have many spellings.
    const isOneSpelling = bytes.toString('base64url') === cursor;
    if (!isOneSpelling || signature.length !== signatureBytes || !this.#keys.some(fits)) {
      throw InvalidCursor.because('The cursor was not made by this list with this query.');
    }
    return JSON.parse(payload.toString()) as unknown[];
  }

  /**
   * Answers a page of a list, and the cursor of the next page, null at the end.
   * @param scope the list and every value that its query selects by
   * @param read answers the rows after a position, at most as many as asked
   * @throws invalid-cursor
   */
  async page<Row, const Position extends readonly unknown[]>(
    { limit, cursor }: PageQuery,
    scope: string,
    read: (after: Position | null, limit: number) => Promise<readonly Row[]>,
    positionOf: (row: Row) => Position,
  ): Promise<CursorPage<Row>> {
    const after = cursor === undefined ? null : (this.decode(scope, cursor) as unknown as Position);
    // One extra row tells whether there is a next page.
    const found = await read(after, limit + 1);
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    const nextCursor = last === undefined ? null : this.encode(scope, positionOf(last));
    return { items, nextCursor };
  }
}

function signed(key: Buffer, scope: string, payload: Buffer): Buffer {
  const hmac = createHmac('sha256', key).update(scope).update('\0').update(payload);
  return hmac.digest().subarray(0, signatureBytes);
}

/** 128 bits of the HMAC: enough against forging (RFC 2104 section 5), short in a URL. */
const signatureBytes = 16;
