import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { LoginsBusy } from './accounts.errors.js';

/** OWASP's minimum for Argon2id: 19 MiB, two passes, one lane. */
const cost = {
  // The package's enum exists for the compiler only.
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/** Of the four threads that Node also reads files and looks up names with. */
const mostAtOnce = 2;
/** About three seconds of work: who came later would have given up before the turn. */
const mostWaiting = 256;

/** Hashes and checks passwords, a few at a time: each takes 19 MiB and a core for some 20 ms. */
@Injectable()
export class PasswordsService {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** Of a password that nobody has: what an unknown account is checked against. */
  #nobodys: Promise<string> | undefined;

  /** Answers a PHC string. @throws logins-busy */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(canonical(password), cost));
  }

  /** Takes the same time for an account that does not exist (`null`). @throws logins-busy */
  matches(passwordHash: string | null, password: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const isRight = await verify(
        passwordHash ?? (await this.#hashOfNobody()),
        canonical(password),
      );
      return isRight && passwordHash !== null;
    });
  }

  /** Made at start, so that not even the first refusal takes longer. */
  async onModuleInit(): Promise<void> {
    await this.#hashOfNobody();
  }

  #hashOfNobody(): Promise<string> {
    this.#nobodys ??= hash(randomBytes(32), cost);
    return this.#nobodys;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < mostAtOnce) {
      this.#running += 1;
    } else {
      if (this.#waiting.length >= mostWaiting) {
        throw LoginsBusy.because('Too many passwords are waiting to be checked.');
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      // The turn is handed on, not given back: nobody can slip in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

/** Keyboards disagree about composed letters. */
const canonical = (password: string) => password.normalize('NFKC');
