import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { AppConfig, type Quota, tooManyAtOnce } from '../platform/index.js';
import { LoginsBusy, WeakPassword } from './accounts.errors.js';
import { type Weakness, weaknessOf } from './password-rules.js';

/** OWASP's minimum for Argon2id: 19 MiB, two passes, one lane. */
const cost = {
  // The package's enum exists for the compiler only.
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/** A part of the four threads that Node also uses to read files and look up names. */
const mostAtOnce = 2;
/** About three seconds of work: clients further back would give up before their turn. */
const mostWaiting = 256;

/**
 * Hashes and checks passwords, a few at a time: each takes 19 MiB and a core for some 20 ms. One
 * address gets a small share of the places: it can neither fill them nor delay others for long.
 */
@Injectable()
export class PasswordsService {
  readonly #turns = bulkhead(mostAtOnce, mostWaiting);
  readonly #quota: Quota;
  /** The number of an address's passwords that wait or are being worked on. */
  readonly #underWay = new Map<string, number>();
  /** A hash that no password fits: unknown accounts are checked against it. */
  #nobodys: Promise<string> | undefined;

  constructor({ loginsAtOnce }: AppConfig) {
    this.#quota = { name: 'passwords', requests: loginsAtOnce };
  }

  /** @throws weak-password */
  refuseWeak(password: string, email: string): void {
    const weakness = weaknessOf(password, email);
    if (weakness) throw WeakPassword.because(reasons[weakness], { weakness });
  }

  /** Answers a PHC string. @throws logins-busy, and rate-limited for an `address` */
  hash(password: string, address?: string): Promise<string> {
    return this.#inTurn(address, () => hash(canonical(password), cost));
  }

  /**
   * Takes the same time for an account that does not exist (`null`).
   * @throws logins-busy, and rate-limited for an `address`
   */
  matches(passwordHash: string | null, password: string, address?: string): Promise<boolean> {
    return this.#inTurn(address, async () => {
      const isRight = await verify(
        passwordHash ?? (await this.#hashOfNobody()),
        canonical(password),
      );
      return isRight && passwordHash !== null;
    });
  }

  /** Made at start, so that even the first refusal takes no longer. */
  async onModuleInit(): Promise<void> {
    await this.#hashOfNobody();
  }

  #hashOfNobody(): Promise<string> {
    this.#nobodys ??= hash(randomBytes(32), cost);
    return this.#nobodys;
  }

  async #inTurn<T>(address: string | undefined, work: () => Promise<T>): Promise<T> {
    if (address === undefined) return this.#queued(work);
    const ofAddress = this.#underWay.get(address) ?? 0;
    if (ofAddress >= this.#quota.requests) throw tooManyAtOnce(this.#quota);
    this.#underWay.set(address, ofAddress + 1);
    try {
      return await this.#queued(work);
    } finally {
      const left = this.#underWay.get(address)! - 1;
      if (left > 0) this.#underWay.set(address, left);
      else this.#underWay.delete(address);
    }
  }

  async #queued<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#turns.execute(work);
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw LoginsBusy.because('Too many passwords are waiting to be checked.');
    }
  }
}

const reasons: Readonly<Record<Weakness, string>> = {
  common: 'Many people have this password.',
  repetitive: 'The password repeats a few characters.',
  email: 'The password is your email.',
};

/** Keyboards compose letters differently. */
const canonical = (password: string) => password.normalize('NFKC');
