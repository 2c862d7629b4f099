import { Injectable } from '@nestjs/common';
import type { AccountEntity } from './account.entity.js';
import { AccountRepository } from './account.repository.js';
import { InvalidCredentials, SessionEnded, WrongPassword } from './accounts.errors.js';
import { LoginLimits } from './login-limits.service.js';
import { PasswordsService } from './passwords.service.js';

/** Asks people who are logged in for their password, before what a stolen token must not do. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly passwords: PasswordsService,
    private readonly limits: LoginLimits,
  ) {}

  /** The account with its password's hash. @throws session-ended */
  async account(accountId: string): Promise<AccountEntity> {
    const account = await this.accounts.findForPassword(accountId);
    if (!account) throw SessionEnded.because('The account does not exist any more.');
    return account;
  }

  /**
   * Wrong passwords count as those of logins do.
   * @param address the client's
   * @throws wrong-password, logins-busy, rate-limited
   */
  async require(
    { email, passwordHash }: AccountEntity,
    password: string,
    address: string,
  ): Promise<void> {
    try {
      await this.limits.login({ email, address }, async () => {
        if (await this.passwords.matches(passwordHash, password, address)) return;
        // What the limits count.
        throw InvalidCredentials.because('The password is another.');
      });
    } catch (error) {
      throw InvalidCredentials.matches(error) ? wrongPassword() : error;
    }
  }
}

export const wrongPassword = () => WrongPassword.because('The account has another password.');
