import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { AccountsService } from '../../accounts/index.js';
import { Clock } from '../../kernel/clock.js';
import { Jobs, jobTries, Metrics } from '../../platform/index.js';
import { Carriers } from '../carriers/carriers.js';
import type { Carried, Letter } from '../carriers/notice-carrier.port.js';
import { routes } from '../domain/notice-kinds.js';
import type { NoticeState } from '../domain/notice-state.js';
import { DeviceRepository } from '../persistence/device.repository.js';
import { type ClaimedNotice, NoticeRepository } from '../persistence/notice.repository.js';
import { type NoticeToSend, sendBy } from './notice-jobs.js';

const atOnce = 5;

/**
 * Sends notices, outside of any transaction: one that hangs holds neither a connection nor a lock.
 * At most once: a try is recorded as begun before it begins, and one that was begun and never
 * settled, because the process died, is not repeated (ADR 29).
 */
@Injectable()
export class SendNoticeJob implements OnModuleInit {
  readonly #counted: Counter<'channel' | 'state'>;

  constructor(
    private readonly jobs: Jobs,
    private readonly notices: NoticeRepository,
    private readonly accounts: AccountsService,
    private readonly devices: DeviceRepository,
    private readonly carriers: Carriers,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.#counted = metrics.counter({
      name: 'larder_notices_total',
      help: 'Tries to send a notice, by channel and what became of it. See docs/notices.md.',
      labelNames: ['channel', 'state'],
    });
  }

  onModuleInit(): void {
    for (const route of routes) {
      this.jobs.define<NoticeToSend>({
        name: sendBy(route),
        atOnce,
        handle: ({ noticeId }) => this.send(noticeId),
      });
    }
  }

  /** Rejects when it is to be tried again: the queue then waits, and gives up in the end. */
  async send(noticeId: string): Promise<void> {
    // Whatever may fail for another reason than the far end comes before the claim.
    const accountId = await this.notices.readerOf(noticeId);
    const to = accountId === null ? null : await this.#recipient(accountId);
    const notice = await this.notices.claim(noticeId, this.clock.now());
    if (!notice) return this.notices.loseTrack(noticeId);
    const carried = await this.#carry(notice, to);
    if (carried.outcome === 'sent') {
      const sentAt = this.clock.now();
      await this.notices.settle(noticeId, 'sent', { sentAt });
      this.#counted.inc({ channel: notice.route, state: 'sent' });
      return;
    }
    const { outcome, because: problem } = carried;
    const state = outcome === 'again' ? afterTry(notice.attempt) : outcome;
    await this.notices.settle(noticeId, state, { problem });
    this.#counted.inc({ channel: notice.route, state });
    if (outcome === 'again') throw new Error(problem);
  }

  async #carry(notice: ClaimedNotice, to: Letter['to'] | null): Promise<Carried> {
    const { route } = notice;
    const carrier = this.carriers.by(route);
    const gone = (because: string): Carried => ({ outcome: 'refused', because });
    if (!carrier) return gone('This channel is not set up any more.');
    if (!to) return gone('The account does not exist any more.');
    if (route === 'push' && to.devices.length === 0) return gone('No device is left.');
    if (route === 'sms' && to.phone === null) return gone('No phone is left.');
    return carrier.carry({ ...notice, to });
  }

  async #recipient(accountId: string): Promise<Letter['to'] | null> {
    const account = await this.accounts.find(accountId);
    if (!account) return null;
    const { email, phone } = account;
    return { accountId, email, phone, devices: await this.devices.tokensOf(accountId) };
  }
}

function afterTry(attempt: number): NoticeState & ('failed' | 'waiting') {
  return attempt >= jobTries ? 'failed' : 'waiting';
}
