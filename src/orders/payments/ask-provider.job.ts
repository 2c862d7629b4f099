import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs, UnitOfWork } from '../../platform/index.js';
import { PaymentCalls, type Progress } from './payment-calls.service.js';
import {
  authorizePayment,
  capturePayment,
  refundPayment,
  retryAfterMs,
  voidPayment,
} from './payment-jobs.js';

export interface ProviderJob {
  readonly orderId: string;
  readonly refundId?: string;
  readonly authorization?: string;
  /** How often the provider has been asked before. */
  readonly asked?: number;
}

/** A provider takes its time, a second or more: so many of its answers are waited for at once. */
const atOnce = 64;

/** Asks the payment provider until it has settled the question, at longer and longer intervals. */
@Injectable()
export class AskProviderJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly calls: PaymentCalls,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const { calls } = this;
    this.#define(authorizePayment, ({ orderId }) => calls.authorize(orderId));
    this.#define(capturePayment, ({ orderId }) => calls.capture(orderId));
    this.#define(voidPayment, ({ orderId, authorization = null }) =>
      calls.void(orderId, authorization),
    );
    this.#define(refundPayment, ({ orderId, refundId }) => calls.refund(orderId, refundId!));
  }

  #define(name: string, ask: (job: ProviderJob) => Promise<Progress>): void {
    this.jobs.define<ProviderJob>({
      name,
      atOnce,
      handle: async (job) => {
        if ((await ask(job)) === 'settled') return;
        const asked = (job.asked ?? 0) + 1;
        const startAfter = new Date(this.clock.now().getTime() + retryAfterMs(asked));
        await this.unitOfWork.run((tx) => tx.enqueue(name, { ...job, asked }, { startAfter }));
      },
    });
  }
}
