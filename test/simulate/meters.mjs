// The counts of a simulation, and their printing.

const recent = 2000;

export class Meters {
  #began = performance.now();
  polls = 0;
  notModified = 0;
  pings = 0;
  applied = 0;
  /** Refused fixes, by reason. */
  refused = {};
  /** Refusals and failures, by code. */
  errors = {};
  #unexpected = new Map();
  #pollMs = [];
  #allPollMs = [];
  #lastLine = { at: 0, polls: 0, notModified: 0, pings: 0 };

  constructor(tolerated) {
    this.tolerated = tolerated;
  }

  get seconds() {
    return (performance.now() - this.#began) / 1000;
  }

  error(code) {
    this.errors[code] = (this.errors[code] ?? 0) + 1;
  }

  refuse(reason) {
    this.refused[reason] = (this.refused[reason] ?? 0) + 1;
  }

  /** A forbidden event: it decides the exit code. */
  surprise(what, code, detail = '') {
    if (this.tolerated.has(code)) return;
    const key = `${what} ${code}`;
    const known = this.#unexpected.get(key) ?? { what, code, times: 0, detail };
    known.times += 1;
    this.#unexpected.set(key, known);
  }

  get unexpected() {
    return [...this.#unexpected.values()];
  }

  poll(ms, isNotModified) {
    this.polls += 1;
    if (isNotModified) this.notModified += 1;
    this.#pollMs.push(ms);
    if (this.#pollMs.length > recent) this.#pollMs.shift();
    this.#allPollMs.push(ms);
  }

  /** One line about now: polls and pings since the last line. */
  line(statuses) {
    const last = this.#lastLine;
    const { seconds, polls, notModified, pings } = this;
    this.#lastLine = { at: seconds, polls, notModified, pings };
    const each = (count) => Math.round(count / Math.max(0.001, seconds - last.at));
    const unchanged = share(notModified - last.notModified, polls - last.polls);
    const { p50, p95 } = percentiles(this.#pollMs);
    const surprises = this.unexpected.reduce((sum, { times }) => sum + times, 0);
    return [
      `${Math.round(seconds)} s`,
      `orders: ${listed(statuses) || 'none'}`,
      `polls ${each(polls - last.polls)}/s, ${unchanged} unchanged, p50 ${p50} p95 ${p95} ms`,
      `pings ${each(pings - last.pings)}/s, ${this.pings - this.applied} refused`,
      `errors: ${listed(this.errors) || 'none'}`,
      ...(surprises > 0 ? [`UNEXPECTED: ${surprises}`] : []),
    ].join(' | ');
  }

  summary(statuses) {
    const { p50, p95 } = percentiles(this.#allPollMs);
    return {
      seconds: Math.round(this.seconds * 10) / 10,
      orders: {
        placed: Object.values(statuses).reduce((sum, count) => sum + count, 0),
        byStatus: statuses,
      },
      polls: { answered: this.polls, notModified: this.notModified, p50Ms: p50, p95Ms: p95 },
      pings: { answered: this.pings, applied: this.applied, refused: this.refused },
      errors: this.errors,
      unexpected: this.unexpected,
    };
  }
}

/** The summary for people. */
export function tableOf({ seconds, orders, polls, pings, errors, unexpected }) {
  const rows = [
    ['orders placed', orders.placed],
    ...Object.entries(orders.byStatus).map(([status, count]) => [`  ${status}`, count]),
    ['polls', `${polls.answered} (${(polls.answered / seconds).toFixed(1)}/s)`],
    ['  unchanged (304)', share(polls.notModified, polls.answered)],
    ['  p50, p95', `${polls.p50Ms} ms, ${polls.p95Ms} ms`],
    ['pings', `${pings.answered} (${(pings.answered / seconds).toFixed(1)}/s)`],
    ['  applied', pings.applied],
    ...Object.entries(pings.refused).map(([reason, count]) => [`  ${reason}`, count]),
    ['refusals and failures', listed(errors) || 'none'],
    ...unexpected.map(({ what, code, times, detail }) => [
      `UNEXPECTED ${code}`,
      `${times} × ${what} ${detail}`,
    ]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

const listed = (counts) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

const share = (part, whole) => `${whole === 0 ? 0 : Math.round((part / whole) * 100)}%`;

function percentiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) => {
    const ms = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
    return Math.round(ms * 10) / 10;
  };
  return { p50: at(0.5), p95: at(0.95) };
}
