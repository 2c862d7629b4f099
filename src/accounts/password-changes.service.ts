import { Injectable } from '@nestjs/common';
import { Audit, RateLimited, UnitOfWork } from '../platform/index.js';
import type { AccountEntity } from './account.entity.js';
import { AccountRepository } from './account.repository.js';
import { WrongPassword } from './accounts.errors.js';
import type { Identity } from './identity.js';
import { PasswordProof, wrongPassword } from './password-proof.service.js';
import { PasswordsService } from './passwords.service.js';
import { Sessions } from './sessions.service.js';

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

@Injectable()
export class PasswordChanges {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly passwords: PasswordsService,
    private readonly proof: PasswordProof,
    private readonly sessions: Sessions,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Ends all sessions except the caller's. Wrong passwords count as those of logins do.
   * @param address the client's
   * @throws weak-password, wrong-password, session-ended, logins-busy, rate-limited
   */
  async change(
    caller: Identity,
    { currentPassword, newPassword }: PasswordChange,
    address: string,
  ): Promise<void> {
    const account = await this.proof.account(caller.accountId);
    const { id, email, passwordHash } = account;
    this.passwords.refuseWeak(newPassword, email);
    await this.#prove(account, currentPassword, address);
    const newHash = await this.passwords.hash(newPassword, address);
    const tell = await this.unitOfWork.run(async (tx) => {
      if (!(await this.accounts.replacePassword(tx, id, passwordHash, newHash))) {
        throw wrongPassword();
      }
      await this.audit.note(tx, { action: 'password.change', ...own(id) });
      return this.sessions.endAll(tx, id, 'password', caller.sessionId);
    });
    tell();
  }

  async #prove(account: AccountEntity, password: string, address: string): Promise<void> {
    try {
      await this.proof.require(account, password, address);
    } catch (error) {
      const note = { action: 'password.change', ...own(account.id) };
      if (WrongPassword.matches(error)) {
        await this.audit.refused('refused', { ...note, reason: WrongPassword.code });
      }
      if (RateLimited.matches(error)) {
        await this.audit.refused('limited', { ...note, reason: RateLimited.code });
      }
      throw error;
    }
  }
}

const own = (id: string) => ({ subject: { type: 'account', id } });
