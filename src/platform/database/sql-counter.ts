import { Injectable } from '@nestjs/common';
import type { Logger, QueryRunner } from 'typeorm';
import { Counter } from 'prom-client';
import { Metrics } from '../metrics/metrics.js';
import { currentRequest } from '../request-context.js';

/**
 * Counts SQL statements: those run for an HTTP request apart from those of background work. Tests
 * assert "a cached read costs no SQL" against it. It also notes when a request has sent a statement
 * that cannot be taken back: the answer to a lost connection depends on that.
 */
@Injectable()
export class SqlCounter implements Logger {
  readonly #counter: Counter<'origin'>;
  #forRequests = 0;

  constructor(metrics: Metrics) {
    this.#counter = metrics.counter({
      name: 'larder_sql_statements_total',
      help: 'SQL statements sent to PostgreSQL, by origin (request or background).',
      labelNames: ['origin'],
    });
  }

  /** Statements run on behalf of HTTP requests since the process began. */
  get forRequests(): number {
    return this.#forRequests;
  }

  /** Called before a statement is sent. */
  logQuery(statement: string, _parameters?: unknown[], runner?: QueryRunner): void {
    const request = currentRequest();
    if (request) {
      request.sqlStatements += 1;
      this.#forRequests += 1;
      if (endsInWriting(statement, runner)) request.mayHaveWritten = true;
    }
    this.#counter.inc({ origin: request ? 'request' : 'background' });
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

/** COMMIT, or a statement that is a transaction of its own and not plainly a read. */
function endsInWriting(statement: string, runner: QueryRunner | undefined): boolean {
  if (statement === 'COMMIT') return true;
  return !runner?.isTransactionActive && !/^\s*(SELECT|SHOW)\b/i.test(statement);
}
