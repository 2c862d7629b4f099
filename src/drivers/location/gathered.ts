import { outsideRequest } from '../../platform/index.js';

interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (why: unknown) => void;
}

/**
 * Asks together what is asked within one turn of the event loop, `most` at a time: a busy process
 * pays for one command, one deadline and one answer, not for one each. It is nobody's command then:
 * whoever asks counts it.
 */
export class Gathered<Asked, Answer> {
  #waiting: Waiting<Asked, Answer>[] = [];

  constructor(
    private readonly most: number,
    /** Answers in the order asked. When it rejects, all who asked hear so. */
    private readonly askAll: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
  ) {}

  ask(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { length } = this.#waiting;
      this.#waiting.push({ asked, resolve, reject });
      if (length === 0) outsideRequest(() => setImmediate(() => this.#send()));
    });
  }

  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let first = 0; first < waiting.length; first += this.most) {
      const some = waiting.slice(first, first + this.most);
      this.askAll(some.map(({ asked }) => asked)).then(
        (answers) => some.forEach(({ resolve }, place) => resolve(answers[place]!)),
        (why: unknown) => some.forEach(({ reject }) => reject(why)),
      );
    }
  }
}
