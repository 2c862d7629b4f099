import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Ids } from '../kernel/ids.js';
import {
  Audit,
  type AuditActor,
  RateLimited,
  type Transaction,
  UnitOfWork,
} from '../platform/index.js';
import type { AccountEntity } from './account.entity.js';
import { AccountRepository } from './account.repository.js';
import { AccountDisabled, InvalidCredentials, SessionEnded } from './accounts.errors.js';
import { accountRegisteredEvent } from './accounts.events.js';
import { normaliseEmail } from './email.js';
import type { Role } from './identity.js';
import { type Attempt, LoginLimits } from './login-limits.service.js';
import { PasswordsService } from './passwords.service.js';
import { StaffQueries } from './staff.queries.js';
import type { StoreScope } from './store-scope.js';

/** An account as other modules see it, without its secrets. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly role: Role;
  /** E.164. */
  readonly phone: string | null;
  readonly createdAt: Date;
}

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
  readonly role: Role;
  /** E.164. */
  readonly phone?: string | null;
  /** Where one of staff works; left out: admins everywhere, others nowhere yet. */
  readonly stores?: StoreScope;
}

/** Whose email and password were right. */
export interface Authenticated {
  readonly account: Account;
  /** The hash that the password fits. */
  readonly passwordHash: string;
}

@Injectable()
export class AccountsService {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly staff: StaffQueries,
    private readonly passwords: PasswordsService,
    private readonly limits: LoginLimits,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * @param address the client's, for requests from outside
   * @throws weak-password, email-taken, logins-busy, rate-limited
   */
  async create(input: NewAccount, address?: string): Promise<Account> {
    const email = normaliseEmail(input.email);
    this.passwords.refuseWeak(input.password, email);
    if (address !== undefined) await this.limits.register({ email, address });
    const account: AccountEntity = {
      id: this.ids.next(),
      email,
      passwordHash: await this.passwords.hash(input.password, address),
      displayName: input.displayName.trim().normalize('NFC'),
      role: input.role,
      phone: input.phone ?? null,
      createdAt: this.clock.now(),
      disabledAt: null,
    };
    await this.unitOfWork.run(async (tx) => {
      await this.accounts.insert(tx, account);
      if (input.stores) await this.staff.write(tx, account.id, input.stores);
      await this.audit.note(tx, {
        action: 'account.open',
        // Whoever registers opens their own.
        ...(input.role === 'customer' && { actor: { accountId: account.id, role: account.role } }),
        subject: { type: 'account', id: account.id },
        after: { role: input.role, stores: input.stores },
      });
      await tx.publish(accountRegisteredEvent({ accountId: account.id, role: account.role }));
    });
    return accountOf(account);
  }

  async find(accountId: string): Promise<Account | null> {
    const account = await this.accounts.find(accountId);
    return account && accountOf(account);
  }

  /**
   * Keeps the account from being erased until the transaction ends: for what an erasure has to find.
   * @throws session-ended when it is gone
   */
  async keep(tx: Transaction, accountId: string): Promise<void> {
    if (await this.accounts.keep(tx, accountId)) return;
    throw SessionEnded.because('The account does not exist any more.');
  }

  /** The accounts that exist among these ids, in no order. */
  async findMany(accountIds: readonly string[]): Promise<Account[]> {
    return (await this.accounts.findMany(accountIds)).map(accountOf);
  }

  async findByEmail(email: string): Promise<Account | null> {
    const account = await this.accounts.findByEmail(normaliseEmail(email));
    return account && accountOf(account);
  }

  /**
   * The account of this email and password. Neither the refusal, nor its timing, nor the limit on
   * tries reveals whether the email is known.
   *
   * @throws invalid-credentials, account-disabled, logins-busy, rate-limited
   */
  async authenticate(email: string, password: string, address: string): Promise<Authenticated> {
    const attempt = { email: normaliseEmail(email), address };
    let known: AuditActor | undefined;
    try {
      const found = await this.#proved(attempt, password, (one) => (known = one));
      // Told to nobody without the password.
      if (found.disabledAt) throw AccountDisabled.because('Nobody can log in to this account.');
      return { account: accountOf(found), passwordHash: found.passwordHash };
    } catch (error) {
      await this.#noteRefusal(error, attempt.email, known);
      throw error;
    }
  }

  /** @param meet hears whose email it is, before the password is looked at */
  #proved(
    attempt: Attempt,
    password: string,
    meet: (account: AuditActor) => void,
  ): Promise<AccountEntity> {
    return this.limits.login(attempt, async () => {
      const account = await this.accounts.findWithPasswordHash(attempt.email);
      if (account) meet({ accountId: account.id, role: account.role });
      const isRight = await this.passwords.matches(
        account?.passwordHash ?? null,
        password,
        attempt.address,
      );
      if (!account || !isRight) {
        throw InvalidCredentials.because('No account has this email and this password.');
      }
      return account;
    });
  }

  async #noteRefusal(error: unknown, email: string, known?: AuditActor): Promise<void> {
    const refusal = refusals.find((definition) => definition.matches(error));
    if (!refusal) return;
    const note = { action: 'login', reason: refusal.code, ...(known && { actor: known }) };
    const outcome = refusal === RateLimited ? 'limited' : 'refused';
    await this.audit.refused(outcome, note, known ? undefined : email);
  }
}

const refusals = [InvalidCredentials, AccountDisabled, RateLimited];

export function accountOf(entity: AccountEntity): Account {
  return {
    id: entity.id,
    email: entity.email,
    displayName: entity.displayName,
    role: entity.role,
    phone: entity.phone,
    createdAt: entity.createdAt,
  };
}
