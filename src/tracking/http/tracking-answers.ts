import { createHash } from 'node:crypto';
import { worksAt } from '../../accounts/index.js';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Identity } from '../../accounts/index.js';
import { anyOwner, OrderNotFound } from '../../orders/index.js';
import type { RequestContext } from '../../platform/index.js';
import { ShareLinkNotFound } from '../tracking.errors.js';
import { type TrackedOrder, TrackingService } from '../tracking.service.js';
import type { TrackingSnapshot } from '../tracking-snapshots.service.js';
import { liveText } from './live-text.js';
import { settledResponse, settledShare } from './tracking.mapper.js';

/** The answer to a poll, as it is sent. */
export interface TrackingAnswer {
  /**
   * Changes when something has happened, not because time passes: age and estimate, which follow
   * from the position and the clock, do not count. Weak for that reason.
   */
  readonly etag: string;
  /** JSON, in one line. */
  readonly body: string;
  /** The size of `body` in bytes: counting it for each poll would cost more than writing it. */
  readonly bytes: number;
  /** Whether the order is over: nothing is left to ask for. */
  readonly isLast: boolean;
}

/** Sets the answer's headers; answers the body to send. */
export function sent({ etag, body }: TrackingAnswer, reply: FastifyReply): string {
  // Keeps the edge's `no-store`: a browser with a copy would send the ETag by itself and show an
  // old `ageSeconds` as if it were new.
  void reply.headers({ etag, 'content-type': 'application/json; charset=utf-8' });
  return body;
}

/** The part that stays until something happens, written once for all polls until then. */
interface Settled {
  /** An object of JSON, without its closing brace. */
  readonly text: string;
  readonly bytes: number;
  readonly hash: string;
}

/** The cache answers the same snapshot object for as long as it is current. */
const settled = new WeakMap<TrackingSnapshot, Map<string, Settled>>();

@Injectable()
export class TrackingAnswers {
  constructor(private readonly tracking: TrackingService) {}

  /**
   * @param request pays for the read, where it is not the request of the calling code
   * @throws order-not-found
   */
  async ofOrder(
    orderId: string,
    caller: Identity,
    request?: RequestContext,
  ): Promise<TrackingAnswer> {
    const ownerId = caller.role === 'customer' ? caller.accountId : anyOwner;
    const order = await this.tracking.follow({ orderId, ownerId }, request);
    if (!order || !worksAt(caller, order.snapshot.storeId))
      throw OrderNotFound.because('No order of yours has this id.');
    // By role, not by caller: a snapshot belongs to one customer, and all staff see the same.
    return answerOf(order, caller.role, () => settledResponse(order.snapshot, caller));
  }

  /** @throws share-link-not-found */
  async ofShare(token: string): Promise<TrackingAnswer> {
    const order = await this.tracking.followShared(token);
    if (!order) throw ShareLinkNotFound.because('This link leads to no order.');
    return answerOf(order, 'anyone', () => settledShare(order.snapshot));
  }
}

function answerOf(order: TrackedOrder, reader: string, settle: () => object): TrackingAnswer {
  const { text, bytes, hash } = settledFor(order.snapshot, reader, settle);
  const live = liveText(order);
  return {
    etag: `W/"${hash}.${seenIn(order)}"`,
    body: `${text},${live}`,
    // The live part is ASCII.
    bytes: bytes + 1 + live.length,
    isLast: order.pollAfterMs === null,
  };
}

function seenIn({ position }: TrackedOrder): string {
  if (position.status !== 'live') return position.status;
  // A phone may begin to count anew: a sequence number alone comes back.
  return `${position.fix.receivedAtMs}.${position.fix.seq}.${position.stale}`;
}

function settledFor(snapshot: TrackingSnapshot, reader: string, settle: () => object): Settled {
  let ofReaders = settled.get(snapshot);
  if (!ofReaders) settled.set(snapshot, (ofReaders = new Map()));
  let found = ofReaders.get(reader);
  if (!found) {
    const text = JSON.stringify(settle()).slice(0, -1);
    found = { text, bytes: Buffer.byteLength(text), hash: hashOf(text) };
    ofReaders.set(reader, found);
  }
  return found;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);
