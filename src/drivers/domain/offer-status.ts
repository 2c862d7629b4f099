// An offer's lifecycle as data; see kernel/state-machine.ts. One order, asked of one driver.
import { StateMachine } from '../../kernel/state-machine.js';
import type { ActorRole } from '../../orders/index.js';

export const offerStatuses = ['offered', 'accepted', 'declined', 'lapsed', 'withdrawn'] as const;
export type OfferStatus = (typeof offerStatuses)[number];

/** The driver's time to answer is not over. */
export type OfferGuard = 'in_time';

export const offerMachine = new StateMachine<OfferStatus, ActorRole, OfferGuard>(
  'offer',
  offerStatuses,
  ['offered'],
  [
    {
      action: 'accept',
      from: ['offered'],
      to: 'accepted',
      by: ['driver'],
      guards: ['in_time'],
    },
    { action: 'decline', from: ['offered'], to: 'declined', by: ['driver'] },
    { action: 'lapse', from: ['offered'], to: 'lapsed', by: ['system'] },
    // The order has a driver or has ended, or this driver has gone off duty.
    { action: 'withdraw', from: ['offered'], to: 'withdrawn', by: ['system'] },
  ],
);

/** The new status of an offer after an action now; null where the action is not allowed. */
export function offerWay(
  offer: { readonly status: OfferStatus; readonly expiresAt: Date },
  action: string,
  role: ActorRole,
  now: Date,
): OfferStatus | null {
  const found = offerMachine.find(offer.status, action, role, () => now < offer.expiresAt);
  return 'transition' in found ? found.transition.to : null;
}
