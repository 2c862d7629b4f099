import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/index.js';
import { type HeardFact, writeNotice } from './notice-jobs.js';
import { NoticeDesk } from './notice-desk.service.js';
import { OrderNews } from './order-news.service.js';

/** Writes what a fact means for the customer, once for each channel. */
@Injectable()
export class WriteNoticeJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly news: OrderNews,
    private readonly desk: NoticeDesk,
  ) {}

  onModuleInit(): void {
    this.jobs.define<HeardFact>({
      name: writeNotice,
      atOnce: 5,
      handle: (fact) => this.write(fact),
    });
  }

  /** A second run finds the notices written. */
  async write(fact: HeardFact): Promise<void> {
    if (this.desk.hasForgotten(fact)) return;
    const news = await this.news.of(fact);
    if (news) await this.desk.tell(news);
  }
}
