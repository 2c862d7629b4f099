/** Answers the time. Injected everywhere, so that no rule reads a global clock. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }
}

/** A clock that moves only when a test moves it: for tests of anything that expires. */
export class ManualClock extends Clock {
  #now: number;

  constructor(start: Date | string) {
    super();
    this.#now = new Date(start).getTime();
  }

  override now(): Date {
    return new Date(this.#now);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
