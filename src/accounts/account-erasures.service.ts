import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Ids } from '../kernel/ids.js';
import { AppConfig, PersonalData, Scheduled, UnitOfWork } from '../platform/index.js';
import type { AccountErasure } from './account-erasure.js';
import { AccountErasureRepository } from './account-erasure.repository.js';
import { AccountRepository } from './account.repository.js';
import { AccountStates } from './account-states.service.js';
import { ErasureNotFound, OrdersUnderWay, SessionEnded, StaffAccount } from './accounts.errors.js';
import { type Identity, isStaff } from './identity.js';
import { PasswordProof } from './password-proof.service.js';

const dayMs = 24 * 60 * 60_000;
const pageSize = 100;

/** People who wish to be forgotten: they have days to take it back, and then they are. */
@Injectable()
export class AccountErasures {
  readonly #log = new Logger(AccountErasures.name);
  readonly #graceMs: number;

  constructor(
    config: AppConfig,
    private readonly erasures: AccountErasureRepository,
    private readonly accounts: AccountRepository,
    private readonly proof: PasswordProof,
    private readonly personalData: PersonalData,
    private readonly states: AccountStates,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {
    this.#graceMs = config.erasureGraceDays * dayMs;
  }

  /**
   * An account that has asked before keeps its day.
   * @param address the client's
   * @throws staff-account, wrong-password, orders-under-way, session-ended, logins-busy, rate-limited
   */
  async ask(caller: Identity, password: string, address: string): Promise<AccountErasure> {
    if (isStaff(caller.role)) throw StaffAccount.because('The account is one of staff.');
    await this.proof.require(await this.proof.account(caller.accountId), password, address);
    return this.unitOfWork.run(async (tx) => {
      const account = await this.accounts.lock(tx, caller.accountId);
      if (!account) throw SessionEnded.because('The account does not exist any more.');
      if (await this.personalData.isUnderWay(tx, account.id)) {
        throw OrdersUnderWay.because('An order of yours has not ended.');
      }
      const askedAt = this.clock.now();
      const eraseAt = new Date(askedAt.getTime() + this.#graceMs);
      return this.erasures.ask(tx, account.id, { askedAt, eraseAt });
    });
  }

  /** @throws erasure-not-found */
  async find(accountId: string): Promise<AccountErasure> {
    const found = await this.erasures.find(accountId);
    if (!found) throw notAsked();
    return found;
  }

  /** @throws erasure-not-found */
  async takeBack(accountId: string): Promise<void> {
    if (!(await this.erasures.takeBack(accountId))) throw notAsked();
  }

  /** Each account by itself, so that one that fails keeps nobody else. */
  @Scheduled('accounts.erase-due', '*/15 * * * *')
  async eraseDue(): Promise<void> {
    const now = this.clock.now();
    let failed: unknown;
    for (let after: string | null = null; ;) {
      const due: string[] = await this.erasures.due(now, after, pageSize);
      if (due.length === 0) break;
      for (const accountId of due) {
        await this.#erase(accountId, now).catch((error: Error) => {
          this.#log.error(`An account was not erased: ${error.message}`);
          failed = error;
        });
      }
      after = due.at(-1)!;
    }
    if (failed) throw failed;
  }

  /** Not yet while an order is under way, nor while the person is staff: the next run asks again. */
  async #erase(accountId: string, now: Date): Promise<void> {
    const isErased = await this.unitOfWork.run(async (tx) => {
      const due = await this.erasures.lockDue(tx, accountId, now);
      if (!due || isStaff(due.role)) return false;
      if (await this.personalData.isUnderWay(tx, accountId)) return false;
      const rows = await this.personalData.erase(tx, { accountId, standIn: this.ids.next() });
      const { askedAt } = due;
      await this.erasures.report(tx, { id: this.ids.next(), askedAt, erasedAt: now, rows });
      return true;
    });
    if (isErased) this.states.hear([{ id: accountId, role: null }]);
  }
}

const notAsked = () => ErasureNotFound.because('The account is not going to be erased.');
