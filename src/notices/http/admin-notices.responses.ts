import { ApiProperty } from '@nestjs/swagger';
import { type Language, languages } from '../../platform/index.js';
import { type NoticeKind, noticeKinds, type Route, routes } from '../domain/notice-kinds.js';
import { type NoticeState, noticeStates } from '../domain/notice-state.js';

export class NoticeResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000020' })
  id: string;

  @ApiProperty({ enum: noticeKinds, example: 'order_placed' })
  kind: NoticeKind;

  /** `log`: it went to the log only. */
  @ApiProperty({ enum: routes, example: 'email' })
  channel: Route;

  /**
   * `sending`: handed over, without an answer so far. `failed`: given up; retry it as failed work.
   * `refused`: it will never reach this recipient. `unknown`: it may have arrived, so that it is not
   * sent again. `outdated`: no news any more when it was its turn.
   */
  @ApiProperty({ enum: noticeStates, example: 'sent' })
  state: NoticeState;

  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000001' })
  accountId: string;

  /** Null: it is about no order. */
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000b' })
  orderId: string | null;

  @ApiProperty({ enum: languages, example: 'en' })
  language: Language;

  /** @example "Order 1001 is placed" */
  title: string;

  /** @example "Harbour Grocers has your order for AED 45.50." */
  text: string;

  /** The number of tries to send it so far. @example 1 */
  attempts: number;

  /** Why the last try did not send it. */
  problem: string | null;

  /** When it happened. */
  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:00.000Z' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:01.000Z' })
  sentAt: string | null;
}

export class NoticesResponse {
  /** The latest first. */
  items: NoticeResponse[];

  /** Send it as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
