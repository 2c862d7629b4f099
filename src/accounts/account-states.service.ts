import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnModuleInit,
} from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { AppConfig, Scheduled } from '../platform/index.js';
import { type AccessChange, AccountStateQueries } from './account-states.queries.js';
import { SessionEnded } from './accounts.errors.js';
import type { Identity, Role } from './identity.js';

/** Two tries may fail, and the state is still younger than a minute. */
const lookEveryMs = 20_000;
/** A change becomes visible with its commit, which comes after its time: looks overlap by this. */
const overlapSeconds = 300;
const leewaySeconds = 60;
const keptSeconds = 24 * 60 * 60;

interface Noted {
  readonly role: Role | null;
  readonly forgetAt: number;
}

/**
 * Which access tokens are refused before they expire: those of accounts and sessions that changed
 * while the tokens may live. Each process asks for the changes three times a minute, so that no
 * request needs SQL to be let in (docs/adr/0026).
 */
@Injectable()
export class AccountStates implements OnModuleInit, BeforeApplicationShutdown {
  readonly #log = new Logger(AccountStates.name);
  readonly #changed = new Map<string, Noted>();
  readonly #longestSeconds: number;
  #askedAt: string | null = null;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  /** Since the last look began: its answer may be older than these. */
  #heard: AccessChange[] = [];

  constructor(
    config: AppConfig,
    private readonly queries: AccountStateQueries,
    private readonly clock: Clock,
  ) {
    this.#longestSeconds = config.accessTokenMinutes * 60 + leewaySeconds;
  }

  /** The changes before the start are known before the first request. */
  async onModuleInit(): Promise<void> {
    await this.#askForChanges();
    this.#timer = setInterval(() => void this.look(), lookEveryMs).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Whether the account or the session of a token is known not to be as the token says. */
  refuses({ accountId, role, sessionId }: Identity): boolean {
    if (this.#changed.has(sessionId)) return true;
    const noted = this.#changed.get(accountId);
    return noted !== undefined && noted.role !== role;
  }

  /** Asks the account itself. @throws session-ended */
  async check(identity: Identity): Promise<void> {
    if (!(await this.queries.isCurrent(identity))) throw ended();
  }

  /** @throws session-ended */
  require(identity: Identity): void {
    if (this.refuses(identity)) throw ended();
  }

  /** To be told by the process that has changed something, after the commit. */
  hear(changes: readonly AccessChange[]): void {
    this.#heard.push(...changes);
    this.#note(changes);
  }

  #note(changes: readonly AccessChange[]): void {
    const forgetAt = this.clock.now().getTime() + this.#longestSeconds * 1000;
    for (const { id, role } of changes) this.#changed.set(id, { role, forgetAt });
  }

  /** Asks for changes now; a failure is logged, and the next look makes up for it. */
  look(): Promise<void> {
    this.#looking ??= this.#askForChanges()
      .catch((error: Error) => this.#log.warn(`No news of accounts: ${error.message}`))
      .finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  @Scheduled('accounts.forget-access-changes', '37 * * * *')
  forgetOldChanges(): Promise<void> {
    return this.queries.forget(Math.max(keptSeconds, this.#longestSeconds));
  }

  async #askForChanges(): Promise<void> {
    const isFirst = this.#askedAt === null;
    const seconds = isFirst ? this.#longestSeconds : overlapSeconds;
    this.#heard = [];
    const { askedAt, changes } = await this.queries.changedSince(this.#askedAt, seconds);
    this.#askedAt = askedAt;
    this.#note([...changes, ...this.#heard]);
    const now = this.clock.now().getTime();
    for (const [id, { forgetAt }] of this.#changed) {
      if (forgetAt <= now) this.#changed.delete(id);
    }
  }
}

const ended = () =>
  SessionEnded.because('The session has ended, or its account is not as it was at the login.');
