// npm run simulate: customers and drivers against a running Larder, through its API only.
import { randomBytes } from 'node:crypto';
import { given } from '../../dist/command-line.js';
import { Customer } from './customer.mjs';
import { Driver } from './driver.mjs';
import { tableOf } from './meters.mjs';
import { NotPossible } from './not-possible.mjs';
import { simulating } from './options.mjs';
import { Dispatcher, Picker } from './store-staff.mjs';
import { employ, findStore, readStaff, World } from './world.mjs';

try {
  const options = given(simulating);
  if (options !== null) process.exitCode = await simulate(options);
} catch (error) {
  if (!(error instanceof NotPossible)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

/** Answers 1 when something forbidden happened, else 0. */
async function simulate(options) {
  const world = new World(options);
  world.keepTime();
  process.on('SIGINT', () => world.closeNow());
  world.store = await findStore(options);
  const staff = readStaff(options.staff);
  const picker = new Picker(world, await employ(world, 'picker', staff.picker[0]));
  const dispatcher = new Dispatcher(world, await employ(world, 'dispatcher', staff.dispatcher[0]));
  const drivers = (await hire(world, staff)).map((client, n) => new Driver(world, client, n));
  const stopTelling = options.json ? () => {} : tell(world);

  const work = Promise.all([picker, dispatcher, ...drivers].map((each) => each.work()));
  const customers = Array.from({ length: options.customers }, (_, n) => new Customer(world, n));
  await Promise.all(customers.map((customer) => customer.live()));
  world.finish();
  await work;

  stopTelling();
  const summary = world.meters.summary(world.statuses);
  const text = options.json ? JSON.stringify(summary) : `\n${tableOf(summary)}`;
  process.stdout.write(`${text}\n`);
  return summary.unexpected.length > 0 ? 1 : 0;
}

/** The wanted number of drivers: those of the staff, then others that an admin adds. */
async function hire(world, { driver: logins, admin: admins }) {
  const wanted = world.options.drivers;
  const known = logins.slice(0, wanted);
  const missing = Array.from({ length: wanted - known.length }, (_, n) => ({
    email: `driver-${n}-${world.run}@simulate.example`,
    password: randomBytes(15).toString('base64url'),
  }));
  if (missing.length > 0) await openAccounts(world, admins[0], missing);
  const hired = [];
  for (const login of [...known, ...missing]) hired.push(await employ(world, 'driver', login));
  return hired;
}

async function openAccounts(world, login, drivers) {
  const admin = await employ(world, 'admin', login);
  for (const [index, { email, password }] of drivers.entries()) {
    const body = { email, password, displayName: `Rider ${index + 1}` };
    // A request lost on the way may have arrived.
    const answer = await admin.ask('POST /v1/admin/drivers', { body, fine: ['email-taken'] });
    if (answer?.status === 201 || answer?.code === 'email-taken') continue;
    throw new NotPossible(`${email} got no account: ${answer?.detail ?? 'no answer'}`);
  }
}

/** A line each second: on a terminal always the same one. */
function tell(world) {
  const { isTTY } = process.stdout;
  const say = () => {
    const line = world.meters.line(world.statuses);
    const width = process.stdout.columns ?? 80;
    process.stdout.write(isTTY ? `\r\u001B[K${line.slice(0, width - 1)}` : `${line}\n`);
  };
  const timer = setInterval(say, 1000);
  return () => {
    clearInterval(timer);
    say();
    if (isTTY) process.stdout.write('\n');
  };
}
