import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccessGuard } from '../../accounts/index.js';
import { Lanes } from '../../platform/index.js';
import { TrackingAnswers } from './tracking-answers.js';
import { TrackingController } from './tracking.controller.js';

const route = '/v1/orders/:id/tracking';
/** Matches ids as answers spell them; the route reads other spellings, and refuses invalid ids. */
const poll =
  /^\/v1\/orders\/([\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12})\/tracking$/;

/** Answers polls in the place of `TrackingController.follow`. */
@Injectable()
export class PollLane implements OnModuleInit {
  constructor(
    private readonly lanes: Lanes,
    private readonly guard: AccessGuard,
    private readonly answers: TrackingAnswers,
  ) {}

  onModuleInit(): void {
    this.lanes.open({
      method: 'GET',
      find(url) {
        const orderId = poll.exec(url)?.[1];
        return orderId === undefined ? undefined : { route, orderId };
      },
      admits: this.guard.known(TrackingController.prototype.trackOrder, TrackingController),
      answer: ({ asked, who, spent }) => this.answers.ofOrder(asked.orderId, who, spent),
    });
  }
}
