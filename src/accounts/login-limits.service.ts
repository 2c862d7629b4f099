import { Injectable } from '@nestjs/common';
import { AppConfig, type Bucket, type LoginTries, RateLimiter } from '../platform/index.js';
import { InvalidCredentials } from './accounts.errors.js';

const windowSeconds = 15 * 60;
const knownForMs = 30 * 24 * 60 * 60 * 1000;

/** Who tries to get in, and from where. */
export interface Attempt {
  /** As it is stored; whether there is such an account makes no difference. */
  readonly email: string;
  readonly address: string;
}

/**
 * How often passwords may be tried. Wrong ones count, for 15 minutes:
 *
 * - strictly for the pair of account and address: who guesses is stopped, and nobody else is;
 * - loosely for the account, against guesses from many addresses. An address that has logged in to
 *   it lately is let through, so that nobody is locked out of home by a stranger;
 * - loosely for the address, against one password tried on many accounts.
 *
 * A try is counted before the password is checked and given back when it was right: of a hundred at
 * once no more are checked than of a hundred in a row.
 */
@Injectable()
export class LoginLimits {
  readonly #tries: LoginTries;

  constructor(
    config: AppConfig,
    private readonly limiter: RateLimiter,
  ) {
    this.#tries = config.loginTries;
  }

  /** @throws rate-limited, and whatever `authenticate` does */
  async login<T>({ email, address }: Attempt, authenticate: () => Promise<T>): Promise<T> {
    const { ofAccountAtAddress, ofAccount, ofAddress } = this.#tries;
    const known = `known ${address} ${email}`;
    const pair = bucket('login-pair', `${address} ${email}`, ofAccountAtAddress);
    const account = { ...bucket('login-account', email, ofAccount), unless: known };
    const buckets = [pair, account, bucket('login-address', address, ofAddress)];
    const giveBack = buckets.map(({ key }) => key);
    const tryId = await this.limiter.admit(buckets);
    try {
      const opened = await authenticate();
      const remember = { key: known, forMs: knownForMs };
      await this.limiter.settle(tryId, { giveBack, empty: [pair.key], remember });
      return opened;
    } catch (error) {
      // A check that did not take place is no wrong password.
      if (!InvalidCredentials.matches(error)) await this.limiter.settle(tryId, { giveBack });
      throw error;
    }
  }

  /** Each registration counts, for each is answered whether the email is known. @throws rate-limited */
  async register({ email, address }: Attempt): Promise<void> {
    const { ofAccountAtAddress, ofAccount, registrationsOfAddress } = this.#tries;
    await this.limiter.admit([
      bucket('register-pair', `${address} ${email}`, ofAccountAtAddress),
      bucket('register-account', email, ofAccount),
      bucket('register-address', address, registrationsOfAddress),
    ]);
  }
}

function bucket(name: string, whose: string, requests: number): Bucket {
  return { key: `${name} ${whose}`, quota: { name, requests, windowSeconds } };
}
