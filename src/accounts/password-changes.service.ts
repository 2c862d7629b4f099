import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/index.js';
import { AccountRepository } from './account.repository.js';
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
    await this.proof.require(account, currentPassword, address);
    const newHash = await this.passwords.hash(newPassword, address);
    const tell = await this.unitOfWork.run(async (tx) => {
      if (!(await this.accounts.replacePassword(tx, id, passwordHash, newHash))) {
        throw wrongPassword();
      }
      return this.sessions.endAll(tx, id, 'password', caller.sessionId);
    });
    tell();
  }
}
