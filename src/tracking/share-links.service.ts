import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CachedReads, touch } from '../cache/index.js';
import { Clock } from '../kernel/clock.js';
import { isTerminal, OrderNotFound, OrderReads } from '../orders/index.js';
import { Scheduled, type Transaction, UnitOfWork } from '../platform/index.js';
import { isOver, linkExpiry, mostLinks } from './domain/share-rules.js';
import { type ShareLink, ShareLinkRepository } from './persistence/share-link.repository.js';
import { shareLinkPolicy, shareLinkTag } from './tracking.cache.js';
import { OrderEnded, TooManyLinks } from './tracking.errors.js';

const tokenBytes = 16;
const tokenShape = /^[\w-]{22}$/;

export interface NewShareLink {
  /** Answered only here: it cannot be recovered from the stored hash. */
  readonly token: string;
  readonly expiresAt: string;
}

/** Links that let anyone who has one follow an order. */
@Injectable()
export class ShareLinks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderReads,
    private readonly links: ShareLinkRepository,
    private readonly cached: CachedReads,
    private readonly clock: Clock,
  ) {}

  /** Removes expired links; they have led nowhere since they expired. */
  @Scheduled('tracking.forget-share-links', '43 * * * *')
  forgetExpired(): Promise<void> {
    return this.links.removeExpired(this.clock.now());
  }

  /**
   * Makes one more link to the customer's order.
   * @throws order-not-found, order-ended, too-many-links
   */
  open(orderId: string, customerId: string): Promise<NewShareLink> {
    return this.unitOfWork.run(async (tx) => {
      const order = await this.#ownOrder(tx, orderId, customerId);
      const now = this.clock.now();
      const { status, timeline } = order;
      if (isOver({ isTerminal: isTerminal(status), timeline }, now))
        throw OrderEnded.because(`The order is ${status}.`);
      if ((await this.links.count(tx, orderId, now)) >= mostLinks)
        throw TooManyLinks.because(`An order has at most ${mostLinks} links.`);
      const token = randomBytes(tokenBytes).toString('base64url');
      const expiresAt = linkExpiry(order.slot, now).toISOString();
      const hash = hashOf(token);
      await this.links.insert(tx, hash, { orderId, expiresAt });
      await touch(tx, shareLinkTag(hash));
      return { token, expiresAt };
    });
  }

  /**
   * Ends every link to the customer's order.
   * @throws order-not-found
   */
  revoke(orderId: string, customerId: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      await this.#ownOrder(tx, orderId, customerId);
      const hashes = await this.links.removeAllOf(tx, orderId);
      if (hashes.length > 0) await touch(tx, ...hashes.map(shareLinkTag));
    });
  }

  /** The link of the token, read through the cache; null for an unknown or ended one. */
  async find(token: string): Promise<ShareLink | null> {
    if (!tokenShape.test(token)) return null;
    const hash = hashOf(token);
    const link = await this.cached.read(shareLinkPolicy, hash, () => this.links.find(hash));
    return link && Date.parse(link.expiresAt) > this.clock.now().getTime() ? link : null;
  }

  async #ownOrder(tx: Transaction, orderId: string, customerId: string) {
    const order = await this.orders.snapshot(orderId, { owner: customerId, tx });
    if (!order) throw OrderNotFound.because('No order of yours has this id.');
    return order;
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');
