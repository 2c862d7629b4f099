// The order's lifecycle as data: the code's checks, `allowedActions` and the tests all read it.
import type { Role } from '../../accounts/index.js';

export const orderStatuses = [
  'placed',
  'accepted',
  'picking',
  'ready',
  'out_for_delivery',
  'delivered',
  'expired',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** Who moves an order; `system` is the clock. */
export type ActorRole = Role | 'system';

export interface Transition {
  /** What a person asks for: the word in `allowedActions` and in the route. */
  readonly action: string;
  readonly from: OrderStatus;
  readonly to: OrderStatus;
  readonly by: readonly ActorRole[];
}

export const transitions: readonly Transition[] = [
  { action: 'accept', from: 'placed', to: 'accepted', by: ['picker', 'admin'] },
  { action: 'start', from: 'accepted', to: 'picking', by: ['picker'] },
  { action: 'ready', from: 'picking', to: 'ready', by: ['picker', 'admin'] },
  { action: 'collect', from: 'ready', to: 'out_for_delivery', by: ['driver'] },
  { action: 'deliver', from: 'out_for_delivery', to: 'delivered', by: ['driver'] },
  { action: 'expire', from: 'placed', to: 'expired', by: ['system'] },
];

export const firstStatus: OrderStatus = 'placed';

export function transitionBetween(from: OrderStatus, to: OrderStatus): Transition | undefined {
  return transitions.find((transition) => transition.from === from && transition.to === to);
}

export function allowedActions(status: OrderStatus, role: ActorRole): string[] {
  return transitions
    .filter((transition) => transition.from === status && transition.by.includes(role))
    .map((transition) => transition.action);
}

export function isTerminal(status: OrderStatus): boolean {
  return !transitions.some((transition) => transition.from === status);
}

/** @throws Error when a status cannot be reached, or two transitions lead the same way */
export function checkLifecycle(table: readonly Transition[] = transitions): void {
  const reached = new Set<OrderStatus>([firstStatus]);
  for (const status of reached) {
    for (const { from, to } of table) if (from === status) reached.add(to);
  }
  const lost = orderStatuses.filter((status) => !reached.has(status));
  if (lost.length > 0) throw new Error(`No way leads to ${lost.join(', ')}`);
  const ways = new Set(table.map(({ from, to }) => `${from} ${to}`));
  if (ways.size !== table.length) throw new Error('Two transitions lead the same way');
}
