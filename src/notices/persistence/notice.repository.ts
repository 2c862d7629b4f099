import { Injectable } from '@nestjs/common';
import { Database, type Language, type Transaction } from '../../platform/index.js';
import type { NoticeKind, Route } from '../domain/notice-kinds.js';
import type { NoticeState } from '../domain/notice-state.js';

export interface NewNotice {
  readonly id: string;
  readonly factId: string;
  readonly kind: NoticeKind;
  readonly route: Route;
  readonly accountId: string;
  /** Null: it is about no order. */
  readonly orderId: string | null;
  readonly language: Language;
  readonly title: string;
  readonly text: string;
  /** Null: it stays news. */
  readonly usefulUntil: Date | null;
  /** When its fact became true. */
  readonly createdAt: Date;
}

export interface ClaimedNotice extends NewNotice {
  /** The number of this try, from 1. */
  readonly attempt: number;
}

const columns = `id, fact_id AS "factId", kind, route, account_id AS "accountId",
  order_id AS "orderId", language, title, body AS text, useful_until AS "usefulUntil",
  created_at AS "createdAt"`;

/** Notices and their states; each change is one statement that looks at the state it changes. */
@Injectable()
export class NoticeRepository {
  constructor(private readonly database: Database) {}

  /** False when this fact has been told, or is being told, by this channel. */
  async insert(tx: Transaction, notice: NewNotice): Promise<boolean> {
    const made = await tx.query(
      `INSERT INTO notices (id, fact_id, kind, route, account_id, order_id, language, title, body,
         useful_until, created_at, state)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting')
       ON CONFLICT (fact_id, route) DO NOTHING RETURNING id`,
      [
        notice.id,
        notice.factId,
        notice.kind,
        notice.route,
        notice.accountId,
        notice.orderId,
        notice.language,
        notice.title,
        notice.text,
        notice.usefulUntil,
        notice.createdAt,
      ],
    );
    return made.length === 1;
  }

  /** The account that it is for; null when there is no such notice. */
  async readerOf(id: string): Promise<string | null> {
    const [found] = await this.database.query<{ accountId: string }>(
      'SELECT account_id AS "accountId" FROM notices WHERE id = $1',
      [id],
    );
    return found?.accountId ?? null;
  }

  /**
   * Takes a notice in hand, and commits that before it is sent: of two at once one gets it. Null
   * when it is not waiting for a try, or is no news any more (then it is put away).
   */
  async claim(id: string, now: Date): Promise<ClaimedNotice | null> {
    const [claimed] = await this.database.query<ClaimedNotice & { state: NoticeState }>(
      `UPDATE notices SET
         state = CASE WHEN useful_until <= $2 THEN 'outdated' ELSE 'sending' END,
         attempts = attempts + CASE WHEN useful_until <= $2 THEN 0 ELSE 1 END
       WHERE id = $1 AND state IN ('waiting', 'failed')
       RETURNING ${columns}, attempts AS attempt, state`,
      [id, now],
    );
    return claimed?.state === 'sending' ? claimed : null;
  }

  /** A try that began and was never settled may have sent it. */
  async loseTrack(id: string): Promise<void> {
    await this.database.query(
      `UPDATE notices SET state = 'unknown', problem = 'The process ended while it was sent.'
       WHERE id = $1 AND state = 'sending'`,
      [id],
    );
  }

  /** Settles a try. One that was lost track of, and is known now to have been sent, was sent. */
  async settle(
    id: string,
    state: Exclude<NoticeState, 'sending'>,
    { problem = null, sentAt = null }: { problem?: string | null; sentAt?: Date | null },
  ): Promise<void> {
    await this.database.query(
      `UPDATE notices SET state = $2, problem = $3, sent_at = $4
       WHERE id = $1 AND (state = 'sending' OR (state = 'unknown' AND $2 = 'sent'))`,
      [id, state, problem, sentAt],
    );
  }

  async removeBefore(moment: Date): Promise<void> {
    await this.database.query('DELETE FROM notices WHERE created_at < $1', [moment]);
  }
}
