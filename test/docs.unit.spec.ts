import { describe, expect, it } from 'vitest';
import { ACCESS } from '../src/accounts/access.decorators.js';
import type { Role } from '../src/accounts/index.js';
import { AppModule } from '../src/app.module.js';
import { deliveryMachine } from '../src/drivers/domain/delivery-status.js';
import { offerMachine } from '../src/drivers/domain/offer-status.js';
import { orderMayBeAssigned } from '../src/drivers/domain/dispatch-rules.js';
import { AssignmentController } from '../src/drivers/http/assignment.controller.js';
import { definedFailures } from '../src/kernel/failure.js';
import type { StateMachine } from '../src/kernel/state-machine.js';
import { lineMachine } from '../src/orders/domain/line-status.js';
import { orderMachine, orderStatuses } from '../src/orders/domain/order-status.js';
import { paymentMachine } from '../src/orders/domain/payment-status.js';
import { OrdersController } from '../src/orders/http/orders.controller.js';
import { statusOfError } from '../src/platform/http/status-of-error.js';
import {
  documents,
  filesBelow,
  isThere,
  keep,
  links,
  mentions,
  pathOf,
  read,
  rewrite,
  stateDiagram,
  table,
} from './support/documents.js';
import { environment } from '../src/platform/config/env.js';

const generated = `<!-- Written by: ${rewrite} -->`;

describe('the documents', () => {
  it('list every refusal, and no other', async () => {
    // A failure is known once its file is loaded: this import loads them all.
    expect(AppModule).toBeDefined();
    await Promise.all(filesBelow('src', '.errors.ts').map((file) => import(pathOf(file))));
    const rows = definedFailures()
      // Other spec files in this process define failures for their tests.
      .filter(({ code }) => !code.startsWith('test-'))
      .map(({ code, kind, title, remedy }) => [
        `\`${code}\``,
        String(statusOfError(kind)),
        title,
        remedy,
      ]);
    expect(rows.length).toBeGreaterThan(30);
    keep(
      'docs/errors.md',
      `# Errors

${generated}

Every refusal is \`application/problem+json\` (RFC 9457) with one of these codes; branch on
\`code\`, show \`title\` and \`detail\`, quote \`requestId\` when you ask for help. Codes never change
their meaning.

${table(['code', 'status', 'title', 'what to do'], rows)}
`,
    );
  });

  it('draw the lifecycles that the code has', () => {
    const customers = rolesOf(OrdersController.prototype.placeOrder);
    const orders = diagramOf(orderMachine, 'place', customers);
    const lines = diagramOf(lineMachine, 'order', customers);
    const payments = diagramOf(paymentMachine, 'place', ['order']);
    const dispatchers = rolesOf(AssignmentController);
    const deliveries = diagramOf(deliveryMachine, 'assign, redeliver, hand-over', dispatchers);
    const offers = diagramOf(offerMachine, 'offer', ['system']);
    const assignable = orderStatuses.filter(orderMayBeAssigned).map((status) => `\`${status}\``);
    keep(
      'docs/lifecycle.md',
      `# Lifecycles

${generated}

In brackets stands who may do it; \`system\` is the clock.

## An order

Drawn from the table in \`src/orders/domain/order-status.ts\`; every other way is refused with
\`illegal-transition\`.

${orders}

## A line of an order

Drawn from \`src/orders/domain/line-status.ts\`; every other step is refused with
\`illegal-line-step\`. Lines move while their order is being picked.

${lines}

## A payment

Drawn from \`src/orders/domain/payment-status.ts\`. The order moves its payment, and the payment
provider does.

${payments}

## A delivery

Drawn from \`src/drivers/domain/delivery-status.ts\`; every other step is refused with
\`illegal-delivery-step\`. An order can be assigned while it is ${assignable.join(' or ')}.

${deliveries}

An order goes to one driver at a time: one delivery of it is active. \`collect\`, \`deliver\`,
\`fail\`, \`resume\` and \`hand-over\` move the order in the same transaction, so it must be \`ready\`
before it is collected. When the order is cancelled or taken back, \`system\` ends the delivery.
Redelivering a failed delivery, and handing over one that is under way, end it as \`retried\` and begin
another that is \`collected\`.

From every status that is no end, somebody who is left can bring the order to one, whoever is lost:
the customer, the picker, the driver or the driver's phone, the dispatcher or the admin.
\`test/ends.unit.spec.ts\` walks both tables together. [dispatch.md](dispatch.md) says what staff do
when.

## An offer

Drawn from \`src/drivers/domain/offer-status.ts\`; every other answer is refused with
\`offer-not-open\`. Accepting one begins a delivery; see \`docs/dispatch.md\`.

${offers}
`,
    );
  });

  it('tell every setting as the code does', () => {
    type Spec = { desc?: string; example?: string; default?: unknown };
    const rows = Object.entries(environment).map(([name, spec]) => {
      const { desc = '', example = '', default: preset = '' } = spec as Spec;
      return [`\`${name}\``, desc, String(preset), `\`${example}\``];
    });
    keep(
      'docs/configuration.md',
      `# Configuration

${generated}

Larder is set up by environment variables. A wrong or missing variable stops the start with its name,
its meaning and an example. An empty variable counts as absent. Without \`DATABASE_URL\` and
\`REDIS_URL\` Larder runs embedded, for trying; with both it needs \`AUTH_SECRETS\` as well. The servers
and commands that read these variables: [running.md](running.md).

${table(['variable', 'meaning', 'default', 'example'], rows)}
`,
    );
  });

  it('name only files that exist', () => {
    const named = documents().flatMap((file) =>
      [...links(file), ...mentions(file)].map((path) => ({ file, path })),
    );
    expect(named.length).toBeGreaterThan(150);
    expect(named.filter(({ path }) => !isThere(path))).toEqual([]);
    // The check must be able to find a fault.
    expect(['src/orders/no-such', 'src/*-argument.ts', 'test/docs'].map(isThere)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('name only commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const benches = filesBelow('test/bench', '.mjs').flatMap(
      (file) => /^\/\/ npm run bench -- ([\w-]+):/.exec(read(file))?.[1] ?? [],
    );
    const texts = documents().map(read).join('\n');
    const namesIn = (command: RegExp) => [...texts.matchAll(command)].map((match) => match[1]!);
    const run = namesIn(/npm run ([\w:-]+)/g);
    expect(run.length).toBeGreaterThan(20);
    expect(run.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    const benched = namesIn(/npm run bench -- ([a-z-]+)/g).toSorted();
    expect([...new Set(benched)]).toEqual(benches);
  });

  it('explain only words that occur in the code', () => {
    const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
    const code = filesBelow('src', '.ts')
      .filter((file) => !file.endsWith('.spec.ts'))
      .map((file) => letters(read(file)))
      .join(' ');
    const words = [...read('docs/glossary.md').matchAll(/^\| (\w.*?) +\|/gm)]
      .flatMap((row) => row[1]!.split(', '))
      .filter((word) => word !== 'word');
    expect(words.length).toBeGreaterThan(80);
    expect(words).toEqual([...new Set(words)]);
    expect(words.filter((word) => !code.includes(letters(word)))).toEqual([]);
  });

  it('stand in one list, each once', () => {
    const list = /\n## Where to go next\n([^]*)/.exec(read('README.md'))![1]!;
    const listed = [...list.matchAll(/^- \[[^\]]+\]\((docs\/[^)]+)\): .+/gm)].map(
      (match) => match[1]!,
    );
    const pages = filesBelow('docs', '.md').filter((file) => !/\/adr\/\d/.test(file));
    expect(listed.toSorted()).toEqual(pages);
  });

  it('list every decision by its number and title', () => {
    const decisions = filesBelow('docs/adr', '.md')
      .filter((file) => /\/\d{4}-/.test(file))
      .map((file) => {
        const [number, title] = /^# (\d+)\. (.+)$/m.exec(read(file))!.slice(1);
        return [number, title, file.slice('docs/adr/'.length)];
      });
    expect(decisions.length).toBeGreaterThan(15);
    expect(decisions.map(([number]) => Number(number))).toEqual(
      decisions.map((_, index) => index + 1),
    );
    const rows = read('docs/adr/README.md').matchAll(/^- (\d+)\. \[(.+)\]\((.+)\): \w.+/gm);
    expect([...rows].map((row) => row.slice(1))).toEqual(decisions);
  });
});

function arrow(from: string, to: string, action: string, by: readonly string[]): string {
  return `${from} --> ${to} : ${action} (${by.join(', ')})`;
}

/** The whole lifecycle as a diagram; `start` is the action that creates a subject. */
function diagramOf<S extends string, A extends string, G extends string, E extends string>(
  machine: StateMachine<S, A, G, E>,
  start: string,
  starters: readonly string[],
): string {
  return stateDiagram([
    ...machine.initial.map((to) => arrow('[*]', to, start, starters)),
    ...machine.edges().map(({ from, to, action, by }) => arrow(from, to, action, by)),
    ...machine.statuses
      .filter((status) => machine.isTerminal(status))
      .map((status) => `${status} --> [*]`),
  ]);
}

/** The roles that may call a route, or a controller's routes. */
function rolesOf(holder: object): readonly Role[] {
  return Reflect.getMetadata(ACCESS, holder) as readonly Role[];
}
