import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../accounts/index.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { AppConfig, Scheduled, UnitOfWork } from '../../platform/index.js';
import { Carriers } from '../carriers/carriers.js';
import { routesFor } from '../domain/choose-routes.js';
import type { News } from '../domain/news.js';
import type { Channel } from '../domain/notice-kinds.js';
import { DeviceRepository } from '../persistence/device.repository.js';
import { NoticeChoicesRepository } from '../persistence/notice-choices.repository.js';
import { NoticeRepository } from '../persistence/notice.repository.js';
import { write } from '../texts/texts.js';
import { sendBy } from './notice-jobs.js';

const dayMs = 24 * 60 * 60_000;

/** Writes notices in the language, and for the channels, that their reader has chosen. */
@Injectable()
export class NoticeDesk {
  constructor(
    private readonly config: AppConfig,
    private readonly accounts: AccountsService,
    private readonly choices: NoticeChoicesRepository,
    private readonly devices: DeviceRepository,
    private readonly notices: NoticeRepository,
    private readonly carriers: Carriers,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Writes the notices of a fact with the jobs that send them; of a repeated fact, none. */
  async tell(news: News): Promise<void> {
    const account = await this.accounts.find(news.accountId);
    if (!account) return;
    const { language: chosen, channels } = await this.choices.of(account.id);
    const { served } = this.carriers;
    const reached = await this.#reached(account);
    const routes = routesFor(news.kind, channels, { served, reached });
    const language = chosen ?? this.config.notices.language;
    const { kind, data, at: createdAt, timeZone, factId, accountId, orderId, usefulUntil } = news;
    const { title, text } = write(kind, data, language, timeZone);
    const about = { kind, factId, accountId, orderId, usefulUntil, createdAt };
    await this.unitOfWork.run(async (tx) => {
      for (const route of routes) {
        const id = this.ids.next();
        const isNew = await this.notices.insert(tx, { ...about, id, route, language, title, text });
        if (isNew) await tx.enqueue(sendBy(route), { noticeId: id });
      }
    });
  }

  /** Whether the notices of this fact may have been removed by now: then it is told no more. */
  hasForgotten({ occurredAt }: { readonly occurredAt: string }): boolean {
    return new Date(occurredAt) < this.#keptSince();
  }

  @Scheduled('notices.forget', '23 3 * * *')
  forget(): Promise<void> {
    return this.notices.removeBefore(this.#keptSince());
  }

  async #reached({
    id,
    phone,
  }: {
    readonly id: string;
    readonly phone: string | null;
  }): Promise<Channel[]> {
    const devices = await this.devices.ofAccount(id);
    return [
      'email',
      ...(devices.length > 0 ? ['push' as const] : []),
      ...(phone === null ? [] : ['sms' as const]),
    ];
  }

  #keptSince(): Date {
    return new Date(this.clock.now().getTime() - this.config.notices.keepDays * dayMs);
  }
}
