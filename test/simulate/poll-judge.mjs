// Faults that a customer's phone must never see, judged from one poll of an order to the next.

/** The one status in which the customer may see the driver's position. */
const onItsWay = 'out_for_delivery';

/** Judges the polls of one order by one customer, in the order of their answers. */
export class PollJudge {
  #timeline = [];
  #doneLines = 0;
  #fixAt = null;

  /**
   * The names of this answer's faults after those before; mostly none. It assumes a picker who
   * begins no line again, and a phone with a clock that goes forward.
   */
  judge(poll) {
    const found = [];
    const steps = poll.timeline.map(({ status, at }) => `${status} ${at}`);
    const done = poll.lines.filter(({ status }) => status !== 'pending').length;
    const goesOn = this.#timeline.every((step, index) => step === steps[index]);
    if (!goesOn || done < this.#doneLines) found.push('went-back');
    if (poll.timeline.at(-1)?.status !== poll.status) found.push('contradicts-itself');
    if (poll.position !== null && poll.status !== onItsWay) found.push('position-not-shared');
    const fixAt = poll.position?.recordedAt ?? null;
    if (fixAt !== null) {
      if (this.#fixAt !== null && Date.parse(fixAt) < Date.parse(this.#fixAt)) {
        found.push('position-went-back');
      } else this.#fixAt = fixAt;
    }
    if (goesOn) {
      this.#timeline = steps;
      this.#doneLines = Math.max(done, this.#doneLines);
    }
    return found;
  }
}
