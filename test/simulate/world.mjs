// The shared state of all people: the options, the store, the orders and how time passes.
import { readFileSync } from 'node:fs';
import { chance } from './chance.mjs';
import { Client } from './larder-client.mjs';
import { Meters } from './meters.mjs';
import { NotPossible } from './not-possible.mjs';
import { readTraces } from './streets.mjs';

/** The pause between two steps of hurried people. */
const hurriedMs = 50;
/** The time between the last action and the printed summary. */
const farewellMs = 500;

const staffRoles = ['picker', 'driver', 'dispatcher', 'admin'];
/** The logins that the demo shop prints when it opens. */
const demoStaff = staffRoles.map((role) => ({
  role,
  email: `${role}@larder.example`,
  password: 'larder-demo-1',
}));

export class World {
  /** Orders of this run by id: the customer, and the last state seen. */
  orders = new Map();
  driverIds = new Set();
  /** Work under way ends without walking, riding or waiting. */
  isHurried = false;
  /** Nobody orders or follows an order any more. */
  isDone = false;
  /** Nobody does anything any more; unfinished work stays as it is. */
  isAborted = false;
  #wakers = new Set();
  #stoppers = new Set();
  #movedAt = performance.now();

  constructor(options) {
    this.options = options;
    this.meters = new Meters(options.tolerate);
    this.traces = options.traces ? readTraces(options.traces) : null;
    this.run = Date.now().toString(36);
  }

  /** Ends the run within the given minutes, counted from the start of the process. */
  keepTime() {
    const { minutes } = this.options;
    if (minutes === null) return;
    const leftMs = minutes * 60_000 - performance.now();
    // Unreferenced: the process does not wait for them when everything has ended.
    setTimeout(() => this.hurry(), leftMs - this.#closingMs).unref();
    setTimeout(() => this.abort(), leftMs - farewellMs).unref();
  }

  /** How long before the end people begin to hurry: with more people it takes longer. */
  get #closingMs() {
    const { minutes, customers } = this.options;
    const neededMs = 10_000 + 200 * customers;
    return minutes === null ? neededMs : Math.min(minutes * 20_000, neededMs);
  }

  /** Starts the closing now, as if the minutes were nearly over. */
  closeNow() {
    if (this.isHurried) return this.abort();
    this.hurry();
    setTimeout(() => this.abort(), this.#closingMs).unref();
  }

  chance(...names) {
    return chance(this.options.seed, ...names.map(String));
  }

  /** Waits in people's time, which passes `speed` times as fast, and not at all once they hurry. */
  wait(milliseconds) {
    return this.realWait(this.isHurried ? hurriedMs : milliseconds / this.options.speed);
  }

  /** Waits in real time; less when people begin to hurry, or are done. */
  realWait(milliseconds) {
    if (this.isAborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.max(20, milliseconds));
      this.#wakers.add(wake);
    });
  }

  #wakeAll() {
    this.#movedAt = performance.now();
    for (const wake of this.#wakers) wake();
  }

  hurry() {
    this.isHurried = true;
    this.#wakeAll();
  }

  finish() {
    this.isDone = true;
    this.#wakeAll();
  }

  abort() {
    this.isAborted = true;
    this.#wakeAll();
    for (const stop of this.#stoppers) stop();
  }

  /** Calls `stop` when all is aborted, unless the answered function was called before. */
  whenAborted(stop) {
    this.#stoppers.add(stop);
    return () => this.#stoppers.delete(stop);
  }

  /** An order of this run went on, or could not because Larder is away. */
  moved() {
    this.#movedAt = performance.now();
  }

  /**
   * Whether no order went on for longer than any wait of people or of Larder. A single order may
   * wait for long: for a driver, when others come first.
   */
  get isStuck() {
    const mostMs = this.isHurried ? 5000 : 900_000 / this.options.speed + 120_000;
    return performance.now() - this.#movedAt > mostMs;
  }

  /** Numbers of the orders that a customer places, one after the other. */
  *ordersOf(customer) {
    const { customers, orders } = this.options;
    for (let number = customer; !this.isAborted && !this.isHurried; number += customers) {
      if (orders !== null && number >= orders) return;
      yield number;
    }
  }

  /** The number of orders by last seen status. */
  get statuses() {
    const counts = {};
    for (const { status } of this.orders.values()) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }
}

/** The store to order from. @throws NotPossible */
export async function findStore({ url, store: wanted }) {
  let items;
  try {
    const answer = await fetch(`${url}/v1/stores`, { signal: AbortSignal.timeout(10_000) });
    items = (await answer.json()).items;
    if (!Array.isArray(items)) throw new TypeError('not a list of stores');
  } catch {
    throw new NotPossible(`No Larder answers at ${url}. Open one with: npm start`);
  }
  const found = items.filter(({ id, slug }) => wanted === null || [id, slug].includes(wanted));
  if (found.length === 1) return found[0];
  const slugs = items.map(({ slug }) => slug).join(', ') || 'none';
  throw new NotPossible(`Say which store with --store. There are: ${slugs}`);
}

/** The logins of the staff, by role. @throws NotPossible */
export function readStaff(file) {
  const logins = file === null ? demoStaff : staffIn(file);
  return Object.fromEntries(
    staffRoles.map((role) => [role, logins.filter((login) => login.role === role)]),
  );
}

function staffIn(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new NotPossible(`--staff: ${error.message}`);
  }
  return text
    .trim()
    .split('\n')
    .map((line, index) => {
      const [role, email, ...rest] = line.trim().split(',');
      const password = rest.join(',');
      if (staffRoles.includes(role) && email && password) return { role, email, password };
      throw new NotPossible(
        `--staff: line ${index + 1} is not role,email,password of a ${staffRoles.join(', ')}`,
      );
    });
}

/** A logged-in member of the staff. @throws NotPossible */
export async function employ(world, role, login) {
  if (!login) throw new NotPossible(`There is no ${role}: name one in a file for --staff.`);
  const client = new Client(world, { email: login.email, password: login.password });
  if (await client.logIn()) return client;
  if (world.isAborted) throw new NotPossible('The time was over before everybody had logged in.');
  throw new NotPossible(
    `${login.email} cannot log in as ${role}. Where there is no demo shop, name the staff with --staff.`,
  );
}
