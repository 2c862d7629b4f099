import type { Language } from '../../platform/index.js';
import type { NoticeKind, Route } from '../domain/notice-kinds.js';

export const platforms = ['ios', 'android', 'web'] as const;
/** Whose push service a token is of. */
export type DevicePlatform = (typeof platforms)[number];

export interface DeviceToken {
  readonly id: string;
  readonly platform: DevicePlatform;
  readonly token: string;
}

/** A notice on its way to one person. */
export interface Letter {
  /** The same at every try: the far end can tell a repeat by it. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly route: Route;
  readonly language: Language;
  readonly title: string;
  readonly text: string;
  /** Null: it is about no order. */
  readonly orderId: string | null;
  readonly createdAt: Date;
  readonly to: {
    readonly accountId: string;
    readonly email: string;
    /** E.164. */
    readonly phone: string | null;
    readonly devices: readonly DeviceToken[];
  };
}

/**
 * `again`: it was certainly not delivered, or a repeat does no harm. `refused`: it never will be, to
 * this recipient. `unknown`: it may have been delivered, and a repeat would be a second notice.
 */
export type Carried =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'again' | 'refused' | 'unknown'; readonly because: string };

/** Takes notices to people. It answers within half a minute, whatever the far end does. */
export abstract class NoticeCarrier {
  abstract readonly routes: readonly Route[];
  /** Never rejects because of the far end. */
  abstract carry(letter: Letter): Promise<Carried>;
}
