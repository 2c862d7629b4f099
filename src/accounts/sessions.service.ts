import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Ids } from '../kernel/ids.js';
import { Audit, Scheduled, type Transaction, UnitOfWork } from '../platform/index.js';
import { AccessTokensService, type IssuedToken } from './access-tokens.service.js';
import { AccountStates } from './account-states.service.js';
import {
  InvalidCredentials,
  InvalidRefreshToken,
  SessionEnded,
  SessionNotFound,
} from './accounts.errors.js';
import { sessionReuseDetectedEvent } from './accounts.events.js';
import type { Authenticated } from './accounts.service.js';
import type { Identity } from './identity.js';
import {
  type EndedWhy,
  expiryOf,
  isOver,
  type LoginSession,
  meaningOf,
  type SessionKind,
} from './login-session.js';
import { LoginSessionRepository, type SessionOfAccount } from './login-session.repository.js';
import { type PresentedToken, RefreshTokens } from './refresh-tokens.service.js';

/** What a login or a refresh hands over. */
export interface Grant extends IssuedToken {
  readonly refreshToken: string;
  /** When the refresh token expires. */
  readonly until: Date;
}

const seedBytes = 32;
/** Ended sessions stay for a while, for whoever asks what happened. */
const keptMs = 7 * 24 * 60 * 60_000;

/** Logins that last, by refresh tokens that are each good for one exchange. */
@Injectable()
export class Sessions {
  constructor(
    private readonly sessions: LoginSessionRepository,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokensService,
    private readonly states: AccountStates,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws invalid-credentials for a password that was changed a moment ago */
  async open({ account, passwordHash }: Authenticated, kind: SessionKind): Promise<Grant> {
    const at = this.clock.now();
    const begun = {
      id: this.ids.next(),
      accountId: account.id,
      kind,
      seed: randomBytes(seedBytes),
    };
    await this.unitOfWork.run(async (tx) => {
      if (!(await this.sessions.insert(tx, { ...begun, at, passwordHash }))) {
        throw InvalidCredentials.because('The account has just been changed.');
      }
      await this.audit.note(tx, { action: 'login', ...about({ ...begun, role: account.role }) });
    });
    const session = { ...begun, generation: 1, createdAt: at, rotatedAt: at, endedAt: null };
    return this.#grant({ ...session, role: account.role });
  }

  /**
   * Exchanges a refresh token for the next, and an access token. The same token again within 30
   * seconds answers the same next one, and exchanges nothing; later it ends the session.
   * @throws invalid-refresh-token, session-ended
   */
  async refresh(token: string, kind: SessionKind): Promise<Grant> {
    const presented = this.#read(token);
    const session = await this.#genuine(presented, kind);
    const now = this.clock.now();
    if (isOver(session, now)) throw ended();
    const { generation } = presented;
    if (meaningOf(session, generation, now) === 'newest') {
      if (await this.sessions.rotate(session.id, generation, now)) {
        return this.#grant({ ...session, generation: generation + 1, rotatedAt: now });
      }
      // Another tab was faster, in this process or another, or the session was ended.
      return this.#again(await this.#genuine(presented, kind), generation, now);
    }
    return this.#again(session, generation, now);
  }

  /** Ends the session of a refresh token, of whatever generation. @throws invalid-refresh-token */
  async logOut(token: string, kind: SessionKind): Promise<void> {
    const session = await this.#genuine(this.#read(token), kind);
    const isEnded = await this.unitOfWork.run(async (tx) => {
      const ends = await this.sessions.end(tx, session.id, 'logout', this.clock.now());
      if (ends) await this.audit.note(tx, { action: 'logout', ...about(session) });
      return ends;
    });
    if (isEnded) this.#told([session.id]);
  }

  /** The account's sessions that go on, the last used first. */
  async all(accountId: string): Promise<LoginSession[]> {
    const now = this.clock.now();
    return (await this.sessions.ofAccount(accountId)).filter((session) => !isOver(session, now));
  }

  /** @throws session-not-found (also for somebody else's) */
  async end(accountId: string, id: string): Promise<void> {
    const isOwn = (await this.all(accountId)).some((session) => session.id === id);
    await this.unitOfWork.run(async (tx) => {
      if (!isOwn || !(await this.sessions.end(tx, id, 'ended', this.clock.now()))) {
        throw SessionNotFound.because('You have no session with this id.');
      }
      await this.audit.note(tx, { action: 'session.end', subject: { type: 'session', id } });
    });
    this.#told([id]);
  }

  async endOthers({ accountId, sessionId }: Identity): Promise<void> {
    const which = { why: 'ended', exceptId: sessionId, now: this.clock.now() } as const;
    const ids = await this.unitOfWork.run(async (tx) => {
      const ended = await this.sessions.endAll(tx, accountId, which);
      const subject = { type: 'account', id: accountId };
      const after = { ended: ended.length };
      await this.audit.note(tx, { action: 'session.end-others', subject, after });
      return ended;
    });
    this.#told(ids);
  }

  /** To be told after the commit, by the function that it answers. */
  async endAll(
    tx: Transaction,
    accountId: string,
    why: EndedWhy,
    exceptId: string | null = null,
  ): Promise<() => void> {
    const which = { why, exceptId, now: this.clock.now() };
    const ids = await this.sessions.endAll(tx, accountId, which);
    return () => this.#told(ids);
  }

  @Scheduled('accounts.forget-sessions', '23 3 * * *')
  forgetOldSessions(): Promise<void> {
    return this.sessions.forget(new Date(this.clock.now().getTime() - keptMs));
  }

  #read(token: string): PresentedToken {
    const presented = this.refreshTokens.read(token);
    if (!presented) throw invalid();
    return presented;
  }

  /** A token that was not made here says nothing: it must not end a session whose id it knows. */
  async #genuine(presented: PresentedToken, kind: SessionKind): Promise<SessionOfAccount> {
    const session = await this.sessions.find(presented.sessionId);
    if (session?.kind !== kind || !this.refreshTokens.isGenuine(session, presented)) {
      throw invalid();
    }
    return session;
  }

  /** @throws session-ended for a token that is too old to be asked again */
  async #again(session: SessionOfAccount, presented: number, now: Date): Promise<Grant> {
    if (isOver(session, now)) throw ended();
    if (meaningOf(session, presented, now) === 'repeated') return this.#grant(session);
    const { id: sessionId, accountId, kind } = session;
    await this.unitOfWork.run(async (tx) => {
      if (!(await this.sessions.end(tx, sessionId, 'reuse', now))) return;
      const note = { action: 'refresh', reason: 'reuse', ...about(session) };
      await this.audit.noteRefused(tx, note);
      await tx.publish(sessionReuseDetectedEvent({ sessionId, accountId, kind }));
    });
    this.#told([sessionId]);
    throw ended();
  }

  async #grant(session: SessionOfAccount): Promise<Grant> {
    const { id: sessionId, accountId, role, generation } = session;
    const issued = await this.accessTokens.issue({ accountId, role, sessionId });
    const refreshToken = this.refreshTokens.of(session, generation);
    return { ...issued, refreshToken, until: expiryOf(session) };
  }

  #told(ids: readonly string[]): void {
    this.states.hear(ids.map((id) => ({ id, role: null })));
  }
}

const about = ({ id, accountId, role }: Pick<SessionOfAccount, 'id' | 'accountId' | 'role'>) => ({
  actor: { accountId, role },
  subject: { type: 'session', id },
});
const invalid = () => InvalidRefreshToken.because('No session was opened with this token.');
const ended = () => SessionEnded.because('The session was ended, or was not used for too long.');
