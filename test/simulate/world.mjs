// What all who take part know: the options, the store, the orders and how time passes.
import { readFileSync } from 'node:fs';
import { chance } from './chance.mjs';
import { Client } from './larder-client.mjs';
import { Meters } from './meters.mjs';
import { NotPossible } from './options.mjs';
import { readTraces } from './streets.mjs';

const staffRoles = ['picker', 'driver', 'dispatcher', 'admin'];
/** As the demo shop prints them when it opens. */
const demoStaff = staffRoles.map((role) => ({
  role,
  email: `${role}@larder.example`,
  password: 'larder-demo-1',
}));

export class World {
  /** Orders of this run by id: whose they are, and what was last seen of them. */
  orders = new Map();
  driverIds = new Set();
  isAborted = false;
  isDone = false;
  #wakers = new Set();

  constructor(options) {
    this.options = options;
    this.meters = new Meters(options.tolerate);
    this.traces = options.traces ? readTraces(options.traces) : null;
    this.run = Date.now().toString(36);
    this.placeUntil = options.orders === null ? performance.now() + options.minutes * 60_000 : null;
  }

  chance(...names) {
    return chance(this.options.seed, ...names.map(String));
  }

  /** Of the shop's time, which passes `speed` times as fast. */
  wait(milliseconds) {
    return this.realWait(milliseconds / this.options.speed);
  }

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

  abort() {
    this.isAborted = true;
    for (const wake of this.#wakers) wake();
  }

  /** Numbers of the orders that a customer places, one after the other. */
  *ordersOf(customer) {
    const { customers, orders } = this.options;
    for (let number = customer; !this.isAborted; number += customers) {
      if (orders === null ? performance.now() > this.placeUntil : number >= orders) return;
      yield number;
    }
  }

  /** How many orders were last seen in which status. */
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
  const found = items.filter(({ id, slug }) => wanted === undefined || [id, slug].includes(wanted));
  if (found.length === 1) return found[0];
  const slugs = items.map(({ slug }) => slug).join(', ') || 'none';
  throw new NotPossible(`Say which store with --store. There are: ${slugs}`);
}

/** The logins of the staff, by role. @throws NotPossible */
export function readStaff(file) {
  const logins = file === undefined ? demoStaff : staffIn(file);
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

/** Somebody of the staff, logged in. @throws NotPossible */
export async function employ(world, role, login) {
  if (!login) throw new NotPossible(`There is no ${role}: name one in a file for --staff.`);
  const client = new Client(world, { email: login.email, password: login.password });
  if (await client.logIn()) return client;
  throw new NotPossible(
    `${login.email} cannot log in as ${role}. Where there is no demo shop, name the staff with --staff.`,
  );
}
