// Any steps on an order's lines keep its totals and the stock books in agreement.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectBooksToBalance } from '../../test/support/books.js';
import { Larder, type Person } from '../../test/support/larder.js';
import { wanted } from '../../test/support/people.js';
import { Pick, type PickedLine } from '../../test/support/picks.js';
import { openShop, type Shop } from '../../test/support/shop.js';
import { LapseProposalJob } from './use-cases/lapse-proposal.job.js';

let larder: Larder;
let shop: Shop;
let customer: Person;
beforeAll(async () => {
  larder = await Larder.open();
  shop = await openShop(larder, {
    products: [
      { sku: 'MILK', stock: 500, priceMinor: 535 },
      { sku: 'OAT', stock: 500, priceMinor: 999 },
      { sku: 'CHEESE', stock: 50_000, priceMinor: 3333, soldBy: 'weight' },
    ],
  });
  customer = await larder.person('customer');
});
afterAll(() => larder?.close());

const aStep = fc.record({
  index: fc.nat(1),
  choice: fc.nat(99),
  percent: fc.integer({ min: 10, max: 150 }),
  sku: fc.constantFrom('MILK', 'OAT', 'CHEESE'),
});
type Step = typeof aStep extends fc.Arbitrary<infer V> ? V : never;

/** Tries a possible step on the line, whether it is refused or not. */
async function take(pick: Pick, { index, choice, percent, sku }: Step): Promise<void> {
  const line = await pick.seen(index);
  const { allowedActions: answers } = await pick.seen(index, customer);
  const lapses = line.status === 'substitute_proposed' ? ['lapse'] : [];
  const open = [...line.allowedActions, ...answers, ...lapses];
  const action = open[choice % open.length]!;
  const quantity = Math.max(1, Math.round((line['quantity'] * percent) / 100));
  switch (action) {
    case 'lapse': {
      const { orderId } = pick;
      const proposal = { orderId, lineId: line.id, answerBy: line.answerBy! };
      return larder.app.get(LapseProposalJob).lapse(proposal);
    }
    case 'approve':
    case 'decline':
      await wanted(200, pick.decide(action, index));
      return;
    case 'refund':
      await wanted(200, pick.line(action, { reasonCode: 'damaged' }, index));
      return;
    case 'find':
    case 'short':
      await pick.line(action, { quantity }, index);
      return;
    case 'substitute':
    case 'propose':
      await pick.line(action, { sku, quantity }, index);
      return;
    default:
      await wanted(200, pick.line(action, {}, index));
  }
}

const undo = async (pick: Pick, index: number) => {
  const { allowedActions } = await pick.seen(index);
  const back = allowedActions.find((action) => action === 'withdraw' || action === 'reset');
  if (back) await wanted(200, pick.line(back, {}, index));
};
const money = async (pick: Pick) => {
  const { lines, totals } = await pick.order();
  return { lines: lines as PickedLine[], totals };
};
const sum = (amounts: { amountMinor: number }[]) =>
  amounts.reduce((all, { amountMinor }) => all + amountMinor, 0);

it('adds up after every step, and is at the start again when all steps are undone', async () => {
  const walk = fc.asyncProperty(
    fc.array(aStep, { minLength: 6, maxLength: 10 }),
    fc.constantFrom('similar', 'chosen', 'contact'),
    fc.constantFrom('accept', 'refund'),
    async (steps, preference, fallback) => {
      const chosen = preference === 'chosen' && { preferredProductId: shop.productId('OAT') };
      const wishes = { preference, ...chosen, fallback };
      const pick = await Pick.start(shop, customer, [
        ['MILK', 3, wishes],
        ['CHEESE', 1000, wishes],
      ]);
      const start = await money(pick);
      for (const step of steps) {
        await take(pick, step);
        const { lines, totals } = await money(pick);
        expect(totals.subtotal.amountMinor).toBe(sum(lines.map((line) => line['total'])));
        const fees = sum(totals.fees.map(({ amount }: { amount: never }) => amount));
        expect(totals.total.amountMinor).toBe(totals.subtotal.amountMinor + fees);
        const [stored] = await shop.sql('SELECT total_minor FROM orders WHERE id = $1', [
          pick.orderId,
        ]);
        expect(stored).toEqual({ total_minor: String(totals.total.amountMinor) });
        await expectBooksToBalance(larder);
      }
      for (const index of [0, 1]) await undo(pick, index);
      expect(await money(pick)).toEqual(start);
      await expectBooksToBalance(larder);
    },
  );
  await fc.assert(walk, { numRuns: 6, endOnFailure: true });
}, 120_000);
