import { Injectable } from '@nestjs/common';
import { Database, type Language } from '../../platform/index.js';
import type { NoticeKind, Route } from '../domain/notice-kinds.js';
import type { NoticeState } from '../domain/notice-state.js';

export interface ListedNotice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly route: Route;
  readonly state: NoticeState;
  readonly accountId: string;
  readonly orderId: string | null;
  readonly language: Language;
  readonly title: string;
  readonly text: string;
  readonly attempts: number;
  readonly problem: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

export interface NoticeSearch {
  readonly orderId: string | null;
  /** Empty: any. */
  readonly kinds: readonly NoticeKind[];
  /** Empty: any. */
  readonly states: readonly NoticeState[];
  readonly limit: number;
  /** `createdAt` and id of the last one seen. */
  readonly after: readonly [string, string] | null;
}

@Injectable()
export class NoticeList {
  constructor(private readonly database: Database) {}

  /** Latest first. */
  find({ orderId, kinds, states, limit, after }: NoticeSearch): Promise<ListedNotice[]> {
    return this.database.query<ListedNotice>(
      `SELECT id, kind, route, state, account_id AS "accountId", order_id AS "orderId", language,
         title, body AS text, attempts, problem, created_at AS "createdAt", sent_at AS "sentAt"
       FROM notices
       WHERE ($1::uuid IS NULL OR order_id = $1)
         AND (cardinality($2::text[]) = 0 OR kind = ANY ($2))
         AND (cardinality($3::text[]) = 0 OR state = ANY ($3))
         AND ($4::timestamptz IS NULL OR (created_at, id) < ($4, $5::uuid))
       ORDER BY created_at DESC, id DESC LIMIT $6`,
      [orderId, kinds, states, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }
}
