import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../unit-of-work/unit-of-work.js';
import {
  IdempotencyInFlight,
  IdempotencyKeyInvalid,
  IdempotencyKeyRequired,
  IdempotencyKeyReused,
} from '../platform.errors.js';
import { IdempotencyKeys, type KeyIdentity } from './idempotency-keys.queries.js';
import { fingerprint } from './request-fingerprint.js';
import { Scheduled } from '../jobs/scheduled.decorator.js';

export interface IdempotentRequest {
  /** The key's owner: equal keys of two accounts are different keys. */
  readonly ownerId: string;
  readonly route: string;
  readonly key: string | undefined;
  /** The validated body: a retry must have an equal one. */
  readonly body: unknown;
}

export interface IdempotentResult {
  readonly status: number;
  /** The answer's exact bytes. */
  readonly body: string;
  readonly replayed: boolean;
}

/**
 * Does a request once, however often it is sent. The claim and the stored answer are part of the
 * transaction that does the work: they exist together or not at all, so a failed request can be
 * sent again with the same key.
 */
@Injectable()
export class IdempotentRequests {
  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Scheduled('platform.forget-idempotency-keys', '43 * * * *')
  forgetOld(): Promise<void> {
    return this.keys.forgetOld();
  }

  /**
   * @throws idempotency-key-required, idempotency-key-invalid, idempotency-key-reused,
   *   idempotency-in-flight (the first one still holds the key)
   */
  async run(
    tx: Transaction,
    request: IdempotentRequest,
    work: () => Promise<object>,
    successStatus: number,
  ): Promise<IdempotentResult> {
    const identity = [request.ownerId, request.route, usable(request.key)] as const;
    const hash = fingerprint(request.body);
    const outcome = await this.keys.claim(tx, identity, hash);
    if (outcome === 'in-flight') {
      throw IdempotencyInFlight.because('The first request with this key is not done yet.');
    }
    if (outcome === 'taken') return this.#replay(tx, identity, hash);

    const body = JSON.stringify(await work());
    await this.keys.keepAnswer(tx, identity, successStatus, body);
    return { status: successStatus, body, replayed: false };
  }

  /** As `run`, in its own transaction; without a key the work runs without a claim. */
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

  async #replay(tx: Transaction, identity: KeyIdentity, hash: string): Promise<IdempotentResult> {
    const stored = await this.keys.find(tx, identity);
    if (!stored) throw IdempotencyInFlight.because('The first request with this key just failed.');
    if (stored.requestHash !== hash) {
      throw IdempotencyKeyReused.because('This key was used before, with another body.');
    }
    return { status: stored.status, body: stored.body, replayed: true };
  }
}

function usable(key: string | undefined): string {
  if (key === undefined || key === '') {
    throw IdempotencyKeyRequired.because('Send an Idempotency-Key header with this request.');
  }
  // Node joins repeated headers with a comma: two keys must not pass as one.
  if (!/^[\x21-\x2b\x2d-\x7e]{1,255}$/.test(key)) {
    throw IdempotencyKeyInvalid.because('The key must be 1 to 255 printable ASCII characters.');
  }
  return key;
}
