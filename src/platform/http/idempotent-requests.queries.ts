import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { QueryFailedError } from 'typeorm';
import { sqlState, UnitOfWork } from '../database/unit-of-work.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { Jobs } from '../jobs/jobs.js';
import {
  IdempotencyInFlight,
  IdempotencyKeyInvalid,
  IdempotencyKeyRequired,
  IdempotencyKeyReused,
} from '../platform.errors.js';

export interface IdempotentRequest {
  /** Whose key it is: the same key of another account is another key. */
  readonly ownerId: string;
  readonly route: string;
  readonly key: string | undefined;
  /** The validated body: what must be equal for a retry to be a retry. */
  readonly body: unknown;
}

export interface IdempotentResult {
  readonly status: number;
  /** The answer's exact bytes. */
  readonly body: string;
  readonly replayed: boolean;
}

const lockNotAvailable = '55P03';

/**
 * Does a request once, however often it is sent. The claim and the stored answer are part of the
 * transaction that does the work: they exist together or not at all, so a failed request can be
 * sent again with the same key.
 */
@Injectable()
export class IdempotentRequests implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'platform.forget-idempotency-keys',
      cron: '43 * * * *',
      handle: async () => {
        await this.database.query(
          "DELETE FROM idempotency_keys WHERE created_at < now() - interval '48 hours'",
        );
      },
    });
  }

  /**
   * @throws idempotency-key-required, idempotency-key-invalid, idempotency-key-reused,
   *   idempotency-in-flight (the first one has held the key for a second)
   */
  async run(
    tx: Transaction,
    request: IdempotentRequest,
    work: () => Promise<object>,
    successStatus: number,
  ): Promise<IdempotentResult> {
    const key = usable(request.key);
    const hash = fingerprint(request.body);
    const identity = [request.ownerId, request.route, key];
    if (!(await this.#claim(tx, identity, hash))) return this.#replay(tx, identity, hash);

    const body = JSON.stringify(await work());
    await tx.query(
      `UPDATE idempotency_keys SET status = $4, body = $5
       WHERE owner_id = $1 AND route = $2 AND key = $3`,
      [...identity, successStatus, body],
    );
    return { status: successStatus, body, replayed: false };
  }

  /** As `run`, in a transaction of its own; without a key the work is simply done. */
  once(
    request: IdempotentRequest,
    work: (tx: Transaction) => Promise<object>,
    successStatus: number,
  ): Promise<IdempotentResult> {
    return this.unitOfWork.run(async (tx) => {
      if (request.key !== undefined) return this.run(tx, request, () => work(tx), successStatus);
      return { status: successStatus, body: JSON.stringify(await work(tx)), replayed: false };
    });
  }

  /** The unique insert waits for a first request in flight, but not for longer than a second. */
  async #claim(tx: Transaction, identity: string[], hash: string): Promise<boolean> {
    try {
      await tx.query("SET LOCAL lock_timeout = '1s'");
      const claimed = await tx.query(
        `INSERT INTO idempotency_keys (owner_id, route, key, request_hash) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING RETURNING key`,
        [...identity, hash],
      );
      await tx.query("SET LOCAL lock_timeout = '5s'");
      return claimed.length === 1;
    } catch (error) {
      if (error instanceof QueryFailedError && sqlState(error) === lockNotAvailable) {
        throw IdempotencyInFlight.because('The first request with this key is not done yet.');
      }
      throw error;
    }
  }

  async #replay(tx: Transaction, identity: string[], hash: string): Promise<IdempotentResult> {
    const [stored] = await tx.query<{ request_hash: string; status: number; body: string }>(
      `SELECT request_hash, status, body FROM idempotency_keys
       WHERE owner_id = $1 AND route = $2 AND key = $3`,
      identity,
    );
    if (!stored) throw IdempotencyInFlight.because('The first request with this key just failed.');
    if (stored.request_hash !== hash) {
      throw IdempotencyKeyReused.because('This key was used before, with another body.');
    }
    return { status: stored.status, body: stored.body, replayed: true };
  }
}

/** Sends the stored bytes as they are. */
export function sendIdempotent(reply: FastifyReply, result: IdempotentResult): void {
  if (result.replayed) void reply.header('idempotency-replayed', 'true');
  void reply
    .code(result.status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(result.body);
}

function usable(key: string | undefined): string {
  if (key === undefined || key === '') {
    throw IdempotencyKeyRequired.because('Send an Idempotency-Key header with this request.');
  }
  // Node joins a header that was sent twice with a comma: two keys are no key.
  if (!/^[\x21-\x2b\x2d-\x7e]{1,255}$/.test(key)) {
    throw IdempotencyKeyInvalid.because('The key must be 1 to 255 printable ASCII characters.');
  }
  return key;
}

/** Equal for equal JSON values, whatever the order of their keys. */
function fingerprint(body: unknown): string {
  return createHash('sha256').update(canonical(body)).digest('base64url');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}
