import { outsideRequest } from '../../platform/index.js';

interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (why: unknown) => void;
}

/**
 * Asks together what is asked within one turn of the event loop, `most` at a time, as soon as they
 * are that many: a busy process pays for one command, one deadline and one answer, not for one each.
 * It is nobody's command then: whoever asks counts it.
 */
export class Batcher<Asked, Answer> {
  #waiting: Waiting<Asked, Answer>[] = [];

  constructor(
    private readonly most: number,
    /** Answers in the order asked. When it rejects, all who asked hear so. */
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
