import { Injectable } from '@nestjs/common';
import { AppConfig, type Bucket, type LoginTries, RateLimiter } from '../platform/index.js';
import { InvalidCredentials } from './accounts.errors.js';

const windowSeconds = 15 * 60;
const knownForMs = 30 * 24 * 60 * 60 * 1000;

/** One try to log in or register: the account, and the client's address. */
export interface Attempt {
  /** In its stored spelling; the account need not exist. */
  readonly email: string;
  readonly address: string;
}

/**
 * Limits on tries of passwords. Wrong ones count, for 15 minutes:
 *
 * - strictly for the pair of account and address, which stops a guesser and nobody else;
 * - loosely for the account, against guesses from many addresses. An address that has logged in to
 *   it lately is exempt, so that no stranger can lock the owner out at home;
 * - loosely for the address, against one password tried on many accounts.
 *
 * A try counts before the password is checked and is given back when it was right: of a hundred
 * tries at once no more are checked than of a hundred in a row.
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

  /** @throws rate-limited, and the failures of `authenticate` */
  async login<T>({ email, address }: Attempt, authenticate: () => Promise<T>): Promise<T> {
    const { ofAccountAtAddress, ofAccount, ofAddress } = this.#tries;
    const known = `known ${address} ${email}`;
    const pair = bucket('login-pair', `${address} ${email}`, ofAccountAtAddress);
    const account = { ...bucket('login-account', email, ofAccount), unless: known };
    const buckets = [pair, account, bucket('login-address', address, ofAddress)];
    const giveBack = buckets.map(({ key }) => key);
    const { tryId } = await this.limiter.admit(buckets);
    try {
      const opened = await authenticate();
      const remember = { key: known, forMs: knownForMs };
      await this.limiter.settle(tryId, { giveBack, empty: [pair.key], remember });
      return opened;
    } catch (error) {
      // Without a check of the password the try does not count.
      if (!InvalidCredentials.matches(error)) await this.limiter.settle(tryId, { giveBack });
      throw error;
    }
  }

  /** Every registration counts: it reveals whether the email is known. @throws rate-limited */
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
