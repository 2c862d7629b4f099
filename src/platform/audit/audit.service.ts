import { createHmac } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { AppConfig } from '../config/app-config.js';
import { derivedKeys } from '../config/derived-keys.js';
import type { Transaction } from '../database/transaction.js';
import { countedAddress } from '../http/client-address.decorator.js';
import { Scheduled } from '../jobs/scheduled.decorator.js';
import { Metrics } from '../metrics/metrics.js';
import { currentRequest } from '../request-context.js';
import type { AuditLine, AuditNote, AuditOutcome, AuditSearch } from './audit-line.js';
import { AuditLines } from './audit-lines.queries.js';
import { changedFields } from './changed-fields.js';

/** What is refused for its frequency comes often: one line a minute of each address is kept. */
const limitedEveryMs = 60_000;
const mostRemembered = 10_000;

/** Notes who did what, from where. */
@Injectable()
export class Audit {
  readonly #log = new Logger(Audit.name);
  readonly #events;
  readonly #emailKey: Buffer;
  readonly #days: number;
  /** By action and address. */
  readonly #limitedLately = new LRUCache<string, true>({
    max: mostRemembered,
    ttl: limitedEveryMs,
  });

  constructor(
    private readonly lines: AuditLines,
    private readonly ids: Ids,
    private readonly clock: Clock,
    metrics: Metrics,
    config: AppConfig,
  ) {
    this.#events = metrics.counter({
      name: 'larder_security_events_total',
      help: 'Acts that the audit log is about, by action and outcome.',
      labelNames: ['action', 'outcome'],
    });
    [this.#emailKey] = derivedKeys(config, 'audit');
    this.#days = config.auditRetentionDays;
  }

  /** Writes the line of an act: it stands if, and only if, the transaction commits. */
  async note(tx: Transaction, said: AuditNote): Promise<void> {
    await this.lines.add(tx, this.#line(said, 'done'));
    tx.onCommit(() => this.count(said.action, 'done'));
  }

  /**
   * Writes the line of a refusal that the transaction keeps: of a counted try, for instance.
   */
  async noteRefused(tx: Transaction, said: AuditNote): Promise<void> {
    const line = this.#line(said, 'refused');
    await this.lines.add(tx, line);
    tx.onCommit(() => this.#tell(line));
  }

  /**
   * Writes the line of a refusal, which no transaction outlives. Never fails: the refusal is
   * answered as it would have been.
   * @param email as it was typed, where no account has it
   */
  async refused(
    outcome: Exclude<AuditOutcome, 'done'>,
    said: AuditNote,
    email?: string,
  ): Promise<void> {
    const line = this.#line(said, outcome, email);
    this.#tell(line);
    if (outcome === 'limited' && this.#isKeptAlready(line)) return;
    await this.lines.add(null, line).catch((error: unknown) => {
      this.#log.error({ err: error, requestId: line.requestId }, 'A refusal was not noted');
    });
  }

  /** For what comes too often, or means too little, for a line. */
  count(action: string, outcome: AuditOutcome): void {
    this.#events.inc({ action, outcome });
  }

  /** Latest first, starting after a position. */
  find(
    search: AuditSearch,
    after: readonly [at: string, id: string] | null,
    limit: number,
  ): Promise<AuditLine[]> {
    return this.lines.find(search, after, limit);
  }

  @Scheduled('platform.forget-audit', '37 3 * * *')
  forgetOldLines(): Promise<void> {
    return this.lines.forget(this.#days);
  }

  #isKeptAlready({ action, address }: AuditLine): boolean {
    const key = `${action} ${address}`;
    if (this.#limitedLately.has(key)) return true;
    this.#limitedLately.set(key, true);
    return false;
  }

  #tell({ action, outcome, reason, actorId, emailHash, address, requestId, subjectId }: AuditLine) {
    this.count(action, outcome);
    const whom = { actorId, emailHash, address, subjectId };
    this.#log.warn({ action, outcome, reason, ...whom, requestId }, 'refused');
  }

  #line(said: AuditNote, outcome: AuditOutcome, email?: string): AuditLine {
    const request = currentRequest();
    const sender = request?.sender;
    const actor = said.actor ?? sender?.identity;
    return {
      id: this.ids.next(),
      at: this.clock.now(),
      action: said.action,
      outcome,
      reason: said.reason ?? null,
      actorId: actor?.accountId ?? null,
      actorRole: actor?.role ?? (request ? 'nobody' : 'system'),
      emailHash: email === undefined ? null : this.#hashed(email),
      address: sender ? countedAddress(sender.ip) : null,
      requestId: request?.requestId ?? null,
      subjectType: said.subject?.type ?? null,
      subjectId: said.subject?.id ?? null,
      storeId: said.storeId ?? null,
      ...changedFields(said.before ?? null, said.after ?? null),
    };
  }

  /** With a key of ours: a list of known emails finds nobody. */
  #hashed(email: string): string {
    return createHmac('sha256', this.#emailKey).update(email).digest('base64url');
  }
}
