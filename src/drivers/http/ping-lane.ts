import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AccessGuard, type IdentifiedRequest } from '../../accounts/index.js';
import { sendProblem } from '../../platform/index.js';
import type { Fix } from '../location/location.port.js';
import { type Recorded, RecordLocation } from '../use-cases/record-location.service.js';
import { LocationController } from './location.controller.js';
import { plainPing } from './plain-ping.js';

/**
 * Takes plain pings in a Fastify hook, before Nest's router, pipes and observables, which cost
 * more than the ping does. The guard that stands before every route is asked here as it is there.
 * Every other request goes on to `LocationController`, which says what is wrong with it.
 */
@Injectable()
export class PingLane implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly guard: AccessGuard,
    private readonly location: RecordLocation,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addHook('preValidation', (request, reply, done) => {
      const isPing =
        request.routeOptions.config.takesPings === true && !request.raw.url!.includes('?');
      const fixes = isPing ? plainPing(request.body) : null;
      if (fixes) void this.#take(request, reply, fixes);
      else done();
    });
  }

  async #take(
    request: FastifyRequest & IdentifiedRequest,
    reply: FastifyReply,
    fixes: [Fix, ...Fix[]],
  ): Promise<void> {
    try {
      const isLet = this.guard.lets(
        request,
        LocationController.prototype.record,
        LocationController,
      );
      if (isLet !== true) await isLet;
      const recorded = await this.location.record(
        request.identity!.accountId,
        fixes,
        request.spent,
      );
      void reply.header('content-type', 'application/json; charset=utf-8').send(textOf(recorded));
    } catch (error) {
      sendProblem(request, reply, error);
    }
  }
}

const commonest = JSON.stringify({ applied: true, reason: null } satisfies Recorded);

function textOf(recorded: Recorded): string {
  return recorded.applied && recorded.reason === null ? commonest : JSON.stringify(recorded);
}
