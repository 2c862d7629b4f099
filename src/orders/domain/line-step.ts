// The steps of a line while its order is picked, and their results on the line. Pure.
import type { Actor } from './order-facts.js';
import type { LedgerLine } from './order-ledger.js';
import { type LineGuard, lineMachine, type LineStatus } from './line-status.js';
import type { OrderStatus } from './order-status.js';
import type { Fallback, Preference, Substitute } from './substitution.js';
import { amountOf } from './weight.js';

export const shortReasons = ['out_of_stock', 'damaged', 'not_wanted'] as const;
/** Why the bag has less than was ordered. */
export type ShortReason = (typeof shortReasons)[number];

export type LineStep =
  | { readonly action: 'find'; readonly quantity: number }
  | { readonly action: 'short'; readonly quantity: number; readonly reasonCode: ShortReason }
  | { readonly action: 'refund'; readonly reasonCode: ShortReason }
  | { readonly action: 'substitute'; readonly substitute: Substitute }
  | { readonly action: 'propose'; readonly substitute: Substitute; readonly answerBy: Date }
  | { readonly action: 'lapse' }
  | { readonly action: 'approve' | 'decline' | 'withdraw' | 'reset' };

/** The facts that the guards of a line's lifecycle read. */
export interface LineFacts extends Pick<
  LedgerLine,
  'productId' | 'unit' | 'quantity' | 'status' | 'pickedQuantity' | 'substitute'
> {
  readonly preference: Preference;
  readonly preferredProductId: string | null;
  readonly fallback: Fallback;
}

/** The facts about the line's order. */
export interface PickFacts {
  readonly status: OrderStatus;
  readonly pickerId: string | null;
}

export interface LineChange {
  readonly pickedQuantity: number | null;
  readonly reasonCode: string | null;
  readonly substitute: Substitute | null;
  readonly answerBy: Date | null;
}

const untouched: LineChange = {
  pickedQuantity: null,
  reasonCode: null,
  substitute: null,
  answerBy: null,
};

const proposalWeighs = ({ productId, substitute }: Pick<LineFacts, 'productId' | 'substitute'>) =>
  substitute?.productId === productId;

/** Before a quantity is entered, the first four tell whether some quantity could pass. */
const guards: Record<LineGuard, (line: LineFacts) => boolean> = {
  whole_amount: ({ unit, quantity, pickedQuantity }) =>
    pickedQuantity === null || amountOf(unit, quantity, pickedQuantity) === 'whole',
  part_amount: ({ unit, quantity, pickedQuantity }) =>
    pickedQuantity === null
      ? quantity > 1
      : pickedQuantity > 0 && amountOf(unit, quantity, pickedQuantity) === 'part',
  substitute_allowed: ({ preference, preferredProductId, substitute }) =>
    preference === 'similar' ||
    (preference === 'chosen' && (!substitute || substitute.productId === preferredProductId)),
  must_ask: (line) => {
    const { unit, quantity, preference, substitute } = line;
    if (!substitute) return preference !== 'refund' || unit === 'g';
    if (!proposalWeighs(line)) return preference !== 'refund';
    return amountOf(unit, quantity, substitute.quantity) === 'more';
  },
  proposal_replaces: (line) => !proposalWeighs(line),
  proposal_weighs: proposalWeighs,
  fallback_accept: ({ fallback }) => fallback === 'accept',
  fallback_refund: ({ fallback }) => fallback === 'refund',
};

/** The transition of an action, with its changes on the line, or the refusal. */
export function lineWay(line: LineFacts, action: string, actor: Pick<Actor, 'role'>) {
  return lineMachine.find(line.status, action, actor.role, (guard) => guards[guard](line));
}

/** The actions that the caller may take on the line now. */
export function lineActions(order: PickFacts, line: LineFacts, actor: Actor): string[] {
  if (!isAtWork(order, actor)) return [];
  return lineMachine.actions(line.status, actor.role, (guard) => guards[guard](line));
}

/** Customers may answer proposals even after the picker has handed the order back. */
export function isAtWork({ status, pickerId }: PickFacts, { role, accountId }: Actor): boolean {
  if (role === 'picker') return status === 'picking' && pickerId === accountId;
  return status === 'picking' || status === 'accepted';
}

/** Whether the status alone allows the action. */
export function isOpenTo(status: LineStatus, action: string, { role }: Pick<Actor, 'role'>) {
  return 'transition' in lineMachine.find(status, action, role, () => true);
}

/** All fields that the step writes on the line, except the status. */
export function writtenBy(
  line: Pick<LineFacts, 'productId' | 'substitute' | 'fallback'>,
  step: LineStep,
): LineChange {
  switch (step.action) {
    case 'find':
      return { ...untouched, pickedQuantity: step.quantity };
    case 'short':
      return { ...untouched, pickedQuantity: step.quantity, reasonCode: step.reasonCode };
    case 'refund':
      return { ...untouched, pickedQuantity: 0, reasonCode: step.reasonCode };
    case 'substitute':
      return { ...untouched, pickedQuantity: 0, substitute: step.substitute };
    case 'propose':
      return { ...untouched, substitute: step.substitute, answerBy: step.answerBy };
    case 'approve':
      return accepted(line, true);
    case 'decline':
      return refused(line);
    case 'lapse':
      return line.fallback === 'accept' ? accepted(line, false) : refused(line);
    case 'withdraw':
    case 'reset':
      return untouched;
  }
}

type Proposed = Pick<LineFacts, 'productId' | 'substitute'>;

function accepted(line: Proposed, isAgreed: boolean): LineChange {
  const substitute = { ...line.substitute!, isAgreed };
  const pickedQuantity = proposalWeighs(line) ? substitute.quantity : 0;
  return { ...untouched, pickedQuantity, substitute };
}

/** A weight too high means goods in the store; a replacement means goods out of stock. */
function refused(line: Proposed): LineChange {
  const reasonCode: ShortReason = proposalWeighs(line) ? 'not_wanted' : 'out_of_stock';
  return { ...untouched, pickedQuantity: 0, reasonCode };
}
