import { outsideRequest } from './request-context.js';

interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (why: unknown) => void;
}

/**
 * Sends everything asked within one turn of the event loop together, `most` at a time, and at once
 * when there are that many: a busy process pays for one command, one deadline and one answer. The
 * command belongs to no request: callers count it themselves.
 */
export class Batcher<Asked, Answer> {
  #waiting: Waiting<Asked, Answer>[] = [];

  constructor(
    private readonly most: number,
    /** Answers in the order asked. A rejection reaches every caller of the batch. */
    private readonly askAll: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
  ) {}

  ask(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ asked, resolve, reject });
      const { length } = this.#waiting;
      if (length === this.most) outsideRequest(() => this.#send());
      else if (length === 1) outsideRequest(() => setImmediate(() => this.#send()));
    });
  }

  #send(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    this.askAll(waiting.map(({ asked }) => asked)).then(
      (answers) => waiting.forEach(({ resolve }, place) => resolve(answers[place]!)),
      (why: unknown) => waiting.forEach(({ reject }) => reject(why)),
    );
  }
}
