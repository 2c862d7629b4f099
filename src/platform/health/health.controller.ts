import { Controller, Get, Header, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { Database } from '../database/database.js';
import { Fails } from '../http/fails.decorator.js';
import { MachineRoute } from '../http/machine-route.decorator.js';
import { MetricsGuard } from '../metrics/metrics.guard.js';
import { Metrics } from '../metrics/metrics.js';
import { DatabaseUnavailable, MetricsTokenNeeded, NotFound } from '../platform.errors.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { Alive, Ready } from './health.responses.js';

/** For operators: is the process alive, may it get traffic, how is it doing. */
@MachineRoute()
@ApiTags('machines')
@Controller({ version: VERSION_NEUTRAL })
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    private readonly redis: RedisConnection,
    private readonly metrics: Metrics,
  ) {}

  @Get('livez')
  @ApiOperation({ summary: 'The process is alive; says nothing about what it depends on' })
  @ApiOkResponse({ type: Alive, description: 'Alive' })
  checkLiveness(): Alive {
    return { status: 'ok' };
  }

  @Get('readyz')
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  @ApiOperation({ summary: 'The process may get traffic: PostgreSQL answers (Redis may be away)' })
  @ApiOkResponse({ type: Ready, description: 'Ready; `redis` may be `away`: slower, not broken' })
  @Fails(DatabaseUnavailable)
  async checkReadiness() {
    try {
      return await this.health.check([() => this.#postgres(), () => this.#redis()]);
    } catch {
      throw DatabaseUnavailable.because('PostgreSQL does not answer: send no traffic here.');
    }
  }

  @Get('metrics')
  @UseGuards(MetricsGuard)
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Prometheus metrics of this process' })
  @ApiOkResponse({
    description: 'Prometheus text format',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  @Fails(MetricsTokenNeeded, NotFound)
  readMetrics(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  async #postgres() {
    const indicator = this.indicators.check('postgres');
    try {
      await this.database.query('SELECT 1');
      return indicator.up();
    } catch {
      return indicator.down('does not answer');
    }
  }

  /** Always up: without Redis Larder is slower, and taking it out of service would not help. */
  async #redis() {
    const state = this.redis.client === null ? 'unused' : this.redis.isReady ? 'ready' : 'away';
    return this.indicators.check('redis').up({ state });
  }
}
