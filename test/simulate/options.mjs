import { anyText, commandLine, decimal, wholeNumber } from '../../dist/command-line.js';

const count = (means, example, otherwise, most = 1000) => ({
  takes: wholeNumber(1, most),
  as: 'N',
  means,
  example,
  otherwise,
});
const text = (as, means, example, otherwise = null) => ({
  takes: anyText,
  as,
  means,
  example,
  otherwise,
});
/** The length of a run without --orders and --minutes. */
const minutesPreset = 5;

export const simulating = commandLine({
  command: 'npm run simulate',
  about:
    'Customers, pickers and drivers at work against a Larder that runs, through its API only. Every ' +
    'poll is judged. Ends with 0, with 1 when something happened that must not, with 2 when it ' +
    'cannot begin.',
  arguments: {
    url: {
      takes: { is: 'an address of a Larder', read: addressOf },
      as: 'URL',
      means: 'Where Larder is',
      example: 'https://larder.example',
      otherwise: 'http://localhost:3000',
    },
    store: text('STORE', 'Id or slug of the store; needed only when there are several', 'corner'),
    customers: count('How many order', '10', '5'),
    drivers: count('How many drive', '4', '3'),
    orders: count('End when so many orders have come to their end', '20', null, 1_000_000),
    minutes: {
      takes: decimal(0.1, 10_000),
      as: 'N',
      means:
        'End within so many real minutes: what is under way then is finished in a hurry, and what ' +
        `is not even so is left. Left out: ${minutesPreset}, or with --orders as long as it takes`,
      example: '1',
      otherwise: null,
    },
    speed: {
      takes: decimal(1, 240),
      as: 'N',
      means: 'How much faster than in life people are; Larder itself is not',
      example: '20',
      otherwise: '10',
    },
    seed: text(
      'TEXT',
      'The same seed wishes for the same baskets, doors and rides',
      'monday',
      'larder',
    ),
    staff: text(
      'FILE',
      'Who works there, lines of role,email,password; left out, the accounts of the demo shop',
      'staff.csv',
    ),
    traces: text(
      'FILE',
      'Rides to replay, lines of trace,seconds,lat,lng; left out, a grid of streets',
      'rides.csv',
    ),
    tolerate: {
      takes: { is: 'problem codes with commas between', read: codesOf },
      as: 'CODES',
      means: 'Problem codes that are no surprise; no-answer is a lost connection',
      example: 'no-answer,location-store-unavailable',
      otherwise: null,
    },
    json: { isFlag: true, means: 'Print the summary as JSON, and nothing while it runs' },
  },
  complete: ({ minutes, tolerate, ...given }) => ({
    ...given,
    tolerate: tolerate ?? new Set(),
    minutes: minutes ?? (given.orders === null ? minutesPreset : null),
  }),
});

function addressOf(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return undefined;
  return url.href.replace(/\/+$/, '');
}

function codesOf(list) {
  return /^[a-z0-9-]+(,[a-z0-9-]+)*$/.test(list) ? new Set(list.split(',')) : undefined;
}
