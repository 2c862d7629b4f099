import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs, Metrics, UnitOfWork } from '../../platform/index.js';
import { PaymentCalls, type Progress } from './payment-calls.service.js';
import {
  alarmAfter,
  authorizePayment,
  capturePayment,
  refundPayment,
  retryAfterMs,
  voidPayment,
} from '../use-cases/payment-jobs.js';

export interface ProviderJob {
  readonly orderId: string;
  readonly refundId?: string;
  readonly authorization?: string;
  /** Number of earlier calls to the provider. */
  readonly asked?: number;
}

/** Jobs that wait for the provider at once: each answer takes a second or more. */
const atOnce = 64;

/** Asks the payment provider until the question is settled, at growing intervals. */
@Injectable()
export class AskProviderJob implements OnModuleInit {
  readonly #log = new Logger(AskProviderJob.name);
  readonly #alarms: ReturnType<Metrics['counter']>;

  constructor(
    private readonly jobs: Jobs,
    private readonly calls: PaymentCalls,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.#alarms = metrics.counter({
      name: 'larder_payment_alarms_total',
      help: 'Questions that the payment provider has been asked too often in vain, by job.',
      labelNames: ['job'],
    });
  }

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
        if (asked >= alarmAfter) this.#alarm(name, job.orderId, asked);
        const startAfter = new Date(this.clock.now().getTime() + retryAfterMs(asked));
        await this.unitOfWork.run((tx) => tx.enqueue(name, { ...job, asked }, { startAfter }));
      },
    });
  }

  #alarm(job: string, orderId: string, asked: number): void {
    this.#alarms.inc({ job });
    this.#log.error(
      `The payment provider has not done ${job} of order ${orderId}, asked ${asked} times: ` +
        'see in its own records why, and settle it there or with the customer.',
    );
  }
}
