// Names of the jobs of this module, and what they are given.
import type { DomainEvent } from '../../kernel/domain-event.js';
import type { Route } from '../domain/notice-kinds.js';

export const writeNotice = 'notices.write-notice';

export type HeardFact = Pick<DomainEvent, 'id' | 'type' | 'payload' | 'occurredAt'>;

/** A queue for each channel: one that hangs delays no other. */
export const sendBy = (route: Route) => `notices.send-${route}`;

export interface NoticeToSend {
  readonly noticeId: string;
}
