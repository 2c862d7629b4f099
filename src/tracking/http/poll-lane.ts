import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AccessGuard, type IdentifiedRequest } from '../../accounts/index.js';
import { hasBody, IdParam, sendProblem } from '../../platform/index.js';
import { sent, TrackingAnswers } from './tracking-answers.js';
import { TrackingController } from './tracking.controller.js';

type Poll = FastifyRequest<{ Params: { id: string } }> & IdentifiedRequest;

/**
 * Answers polls from a Fastify hook, before Nest's router, pipes and observables, which cost more
 * than the answer does. The guard that stands before every route is asked here as it is there. A
 * poll with a query or a body, which Nest's own guards refuse, goes on to them.
 */
@Injectable()
export class PollLane implements OnModuleInit {
  readonly #id = new IdParam();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly guard: AccessGuard,
    private readonly answers: TrackingAnswers,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addHook('onRequest', (request, reply, done) => {
      if (isPlainPoll(request)) void this.#answer(request as Poll, reply);
      else done();
    });
  }

  async #answer(request: Poll, reply: FastifyReply): Promise<void> {
    try {
      const isLet = this.guard.lets(
        request,
        TrackingController.prototype.follow,
        TrackingController,
      );
      if (isLet !== true) await isLet;
      const id = this.#id.transform(request.params.id);
      const answer = await this.answers.ofOrder(id, request.identity!, request.spent);
      void reply.send(sent(answer, reply));
    } catch (error) {
      sendProblem(request, reply, error);
    }
  }
}

function isPlainPoll({ routeOptions, raw, headers }: FastifyRequest): boolean {
  return routeOptions.config.answersPolls === true && !raw.url!.includes('?') && !hasBody(headers);
}
