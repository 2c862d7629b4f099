import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AppConfig } from '../config/app-config.js';
import { MetricsTokenNeeded, NotFound } from '../platform.errors.js';

/** Lets in whom the settings let in: metrics tell how much a shop sells. */
@Injectable()
export class MetricsGuard implements CanActivate {
  readonly #access;

  constructor({ metrics }: AppConfig) {
    this.#access = metrics;
  }

  /** @throws not-found, metrics-token-needed */
  canActivate(context: ExecutionContext): boolean {
    const { isOpen, token } = this.#access;
    if (isOpen) return true;
    if (token === undefined) {
      throw NotFound.because('Set METRICS_TOKEN, METRICS_PORT or METRICS_OPEN to have metrics.');
    }
    const { authorization = '' } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    if (isSame(authorization, `Bearer ${token}`)) return true;
    throw MetricsTokenNeeded.because('The bearer token is not that of METRICS_TOKEN.');
  }
}

/** Takes as long for whatever is sent. */
function isSame(sent: string, expected: string): boolean {
  const [a, b] = [sent, expected].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}
