import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Outbox, UnitOfWork } from '../../platform/index.js';
import { noticeOfFact, toldFacts } from '../domain/notice-of-fact.js';
import { type HeardFact, writeNotice } from './notice-jobs.js';

/**
 * Hears the facts that people are told of. It only enqueues a job: a listener that fails holds up the
 * later facts of the order, and no notice may do that.
 */
@Injectable()
export class FollowFacts implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.outbox.subscribe({
      name: 'notices.follow-facts',
      types: toldFacts,
      handle: async ({ id, type, payload, occurredAt }) => {
        if (noticeOfFact({ type, payload }) === null) return;
        const fact: HeardFact = { id, type, payload: ofNobody(payload), occurredAt };
        await this.unitOfWork.run((tx) => tx.enqueue(writeNotice, fact));
      },
    });
  }
}

/** Without the customer's id, which the order tells: jobs outlive an erasure by days. */
function ofNobody(payload: object): object {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => name !== 'customerId'));
}
