import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/index.js';
import { SlotPlans } from './slot-plans.service.js';

/** Opens the slots of one more day, every day. */
@Injectable()
export class FollowSlotPlansJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly plans: SlotPlans,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'orders.follow-slot-plans',
      cron: '7 2 * * *',
      handle: () => this.plans.followAll(),
    });
  }
}
