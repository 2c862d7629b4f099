import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/index.js';
import { AccountRepository } from './account.repository.js';
import { InvalidCredentials, SessionEnded, WrongPassword } from './accounts.errors.js';
import type { Identity } from './identity.js';
import { LoginLimits } from './login-limits.service.js';
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
    private readonly limits: LoginLimits,
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
    const account = await this.accounts.findForPassword(caller.accountId);
    if (!account) throw SessionEnded.because('The account does not exist any more.');
    const { id, email, passwordHash } = account;
    this.passwords.refuseWeak(newPassword, email);
    await this.#prove(email, passwordHash, currentPassword, address);
    const newHash = await this.passwords.hash(newPassword, address);
    const tell = await this.unitOfWork.run(async (tx) => {
      if (!(await this.accounts.replacePassword(tx, id, passwordHash, newHash))) throw wrong();
      return this.sessions.endAll(tx, id, 'password', caller.sessionId);
    });
    tell();
  }

  async #prove(email: string, hash: string, password: string, address: string): Promise<void> {
    try {
      await this.limits.login({ email, address }, async () => {
        if (await this.passwords.matches(hash, password, address)) return;
        // What the limits count.
        throw InvalidCredentials.because('The password is another.');
      });
    } catch (error) {
      throw InvalidCredentials.matches(error) ? wrong() : error;
    }
  }
}

const wrong = () => WrongPassword.because('The account has another password.');
