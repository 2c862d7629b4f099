import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs, UnitOfWork } from '../../platform/index.js';
import { IllegalLineStep } from '../orders.errors.js';
import { lapseProposal, OrderLines } from './order-lines.service.js';

export interface LapsedProposal {
  readonly orderId: string;
  readonly lineId: string;
  /** The proposal's deadline, which tells it from a later proposal for the line. */
  readonly answerBy: string;
}

/** Ends a proposal without an answer by the customer's fallback. */
@Injectable()
export class LapseProposalJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: OrderLines,
  ) {}

  onModuleInit(): void {
    this.jobs.define<LapsedProposal>({
      name: lapseProposal,
      handle: (proposal) => this.lapse(proposal),
    });
  }

  /** Does nothing to a proposal that was answered, withdrawn or cancelled. */
  async lapse({ orderId, lineId, answerBy }: LapsedProposal): Promise<void> {
    const actor = { accountId: null, role: 'system' as const };
    const asked = { action: 'lapse' as const, answerBy: new Date(answerBy) };
    const why = { reason: 'nobody answered in time' };
    try {
      await this.unitOfWork.run((tx) =>
        this.lines.move(tx, { orderId, lineId, asked, actor, why }),
      );
    } catch (error) {
      if (!IllegalLineStep.matches(error)) throw error;
    }
  }
}
