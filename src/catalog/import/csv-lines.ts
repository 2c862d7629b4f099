// Cuts a file into its physical lines, in little memory and without keeping other work waiting.
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface Line {
  /** Line of the file on which the record begins, from 1; line breaks within quotes count. */
  readonly line: number;
  readonly text: string;
  /** The tidied fields of a whole record; undefined where its quotes are broken. */
  readonly fields?: readonly string[];
}

export const longestRecord = 65_536;

const newline = 10;
const carriageReturn = 13;

/** Finds the lines of a text that comes in parts. */
export class Lines {
  #line = 0;
  #rest = '';

  /** The lines that this part ends; after the last part, also the one that nothing ends. */
  *endedBy(part: string, isLast: boolean): Generator<Line> {
    const text = this.#rest + part;
    let from = 0;
    // The last character of the rest may be a \r that waits for what follows.
    for (let at = Math.max(0, this.#rest.length - 1); at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code !== newline && code !== carriageReturn) continue;
      // At the end of a part it may be half of a \r\n.
      if (code === carriageReturn && at + 1 === text.length && !isLast) break;
      yield { line: (this.#line += 1), text: text.slice(from, at) };
      if (code === carriageReturn && text.charCodeAt(at + 1) === newline) at += 1;
      from = at + 1;
    }
    const rest = text.slice(from);
    // Such a line is rejected for its length: the rest of it must not fill the memory.
    this.#rest = rest.length > longestRecord ? rest.slice(0, longestRecord) + rest.slice(-1) : rest;
    if (isLast) yield { line: (this.#line += 1), text: this.#rest };
  }
}

/** How long other work of the process waits at most for a file that is being read. */
const longestTurnMs = 10;

/** Tells when other work of the process has waited long enough, and lets it in. */
export class Turns {
  #begunAt = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#begunAt >= longestTurnMs;
  }

  async giveWay(): Promise<void> {
    await nextTurn();
    this.#begunAt = performance.now();
  }
}
