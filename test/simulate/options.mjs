import { parseArgs } from 'node:util';

export const usage = `Usage: npm run simulate -- [options]

  --url URL         where Larder is (http://localhost:3000)
  --store STORE     id or slug of the store; may be left out while there is only one
  --customers N     how many order, 1 to 1000 (5)
  --drivers N       how many drive, 1 to 1000 (3)
  --orders N        end when so many are delivered; left out: --minutes counts
  --minutes N       how long orders are placed, in real minutes (5)
  --speed N         how much faster than in life all goes, 1 to 60 (10)
  --seed TEXT       the same seed wishes for the same baskets, doors and rides (larder)
  --staff FILE      lines of role,email,password; left out: the accounts of the demo shop
  --traces FILE     rides to replay, lines of trace,seconds,lat,lng; left out: a grid of streets
  --tolerate CODES  problem codes that are no surprise, commas between; no-answer is a lost
                    connection
  --json            print the summary as JSON, and nothing while it runs
  --help            print this

Ends with 0, with 1 when something happened that must not, with 2 when it cannot begin.`;

/** What the simulator cannot begin with. */
export class NotPossible extends Error {}

const string = (preset) => ({ type: 'string', ...(preset !== undefined && { default: preset }) });

/** What was asked for, or only `help`. @throws NotPossible with the usage */
export function readOptions(args) {
  const options = {
    url: string('http://localhost:3000'),
    store: string(),
    customers: string('5'),
    drivers: string('3'),
    orders: string(),
    minutes: string('5'),
    speed: string('10'),
    seed: string('larder'),
    staff: string(),
    traces: string(),
    tolerate: string(''),
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  };
  let values;
  try {
    values = parseArgs({ args, options }).values;
  } catch (error) {
    throw new NotPossible(`${error.message}\n\n${usage}`);
  }
  if (values.help) return { help: true };
  return {
    ...values,
    url: addressOf(values.url),
    customers: numberOf(values, 'customers', 1, 1000),
    drivers: numberOf(values, 'drivers', 1, 1000),
    orders: values.orders === undefined ? null : numberOf(values, 'orders', 1, 1_000_000),
    minutes: numberOf(values, 'minutes', 0.01, 10_000, false),
    speed: numberOf(values, 'speed', 1, 60, false),
    tolerate: new Set(values.tolerate.split(',').filter(Boolean)),
  };
}

function addressOf(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href.replace(/\/+$/, '');
  throw new NotPossible(`--url is like http://localhost:3000, not ${text}\n\n${usage}`);
}

function numberOf(values, name, least, most, isWhole = true) {
  const number = Number(values[name]);
  const fits = number >= least && number <= most && (!isWhole || Number.isInteger(number));
  if (fits) return number;
  const kind = isWhole ? 'a whole number' : 'a number';
  throw new NotPossible(
    `--${name} is ${kind} from ${least} to ${most}, not ${values[name]}\n\n${usage}`,
  );
}
