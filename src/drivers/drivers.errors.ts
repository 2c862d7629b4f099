import { defineFailure } from '../kernel/failure.js';

export const DriverOffShift = defineFailure({
  code: 'driver-off-shift',
  kind: 'conflict',
  title: 'The driver is not on shift',
  remedy: 'Open a shift with POST /v1/driver/shift {"onDuty": true} and use the epoch it answers.',
});

export const SessionReplaced = defineFailure({
  code: 'session-replaced',
  kind: 'conflict',
  title: 'A later sign-on has replaced this session',
  remedy:
    'Send no more from this phone. If it is the one in use, sign on with POST /v1/driver/shift ' +
    '{"onDuty": true} and use the epoch it answers.',
});

export const ShiftHasDeliveries = defineFailure({
  code: 'shift-has-deliveries',
  kind: 'conflict',
  title: 'The shift still has deliveries',
  remedy:
    'Deliver, release or return what is listed by GET /v1/driver/deliveries, then go off duty.',
});

export const ShiftAtAnotherStore = defineFailure({
  code: 'shift-at-another-store',
  kind: 'conflict',
  title: 'The open shift is at another store',
  remedy: 'Go off duty first: a driver works for one store at a time.',
});

export const DriverAtAnotherStore = defineFailure({
  code: 'driver-at-another-store',
  kind: 'conflict',
  title: 'The driver is on shift at another store',
  remedy: 'Choose a driver of GET /v1/ops/drivers/nearby: they are on shift at the order’s store.',
});

export const DriverBusy = defineFailure({
  code: 'driver-busy',
  kind: 'conflict',
  title: 'The driver has enough deliveries',
  remedy: 'Choose another driver, or wait until this one has delivered.',
});

export const OrderAlreadyAssigned = defineFailure({
  code: 'order-already-assigned',
  kind: 'conflict',
  title: 'The order already has a driver',
  remedy:
    'Another dispatcher was faster. To give it to another driver, send `deliveryId` of the answer ' +
    'as `replaces`: to `assign` before it is collected, to `hand-over` afterwards.',
});

export const OrderNotAssigned = defineFailure({
  code: 'order-not-assigned',
  kind: 'conflict',
  title: 'No driver has the order',
  remedy: 'Read the board again: another dispatcher was faster, or no driver has it yet.',
});

export const OrderNotAssignable = defineFailure({
  code: 'order-not-assignable',
  kind: 'conflict',
  title: 'The order cannot be given to a driver now',
  remedy: 'Only orders that are accepted, being picked or ready can be assigned.',
});

export const OfferNotFound = defineFailure({
  code: 'offer-not-found',
  kind: 'not-found',
  title: 'No such offer',
  remedy: 'Use an id that GET /v1/driver/offers lists for this driver.',
});

export const OfferNotOpen = defineFailure({
  code: 'offer-not-open',
  kind: 'conflict',
  title: 'The offer is over',
  remedy:
    '`offerStatus` says why: it has lapsed, was declined, or was withdrawn. Ask for offers again.',
});

export const DeliveryNotFound = defineFailure({
  code: 'delivery-not-found',
  kind: 'not-found',
  title: 'No such delivery',
  remedy: 'Use an id that GET /v1/driver/deliveries lists for this driver.',
});

export const IllegalDeliveryStep = defineFailure({
  code: 'illegal-delivery-step',
  kind: 'conflict',
  title: 'The delivery is not at this step',
  remedy: 'Read `deliveryStatus` and `allowed` in the answer and take one of the allowed steps.',
});

export const CashMismatch = defineFailure({
  code: 'cash-mismatch',
  kind: 'refused',
  title: 'The cash is not what is due',
  remedy: 'Take exactly the amount in `expected` and send it in minor units; 0 where a card pays.',
});

export const AgeCheckRequired = defineFailure({
  code: 'age-check-required',
  kind: 'refused',
  title: 'The order holds age-restricted goods',
  remedy:
    'Look at an identity card: send `ageChecked: true` if the customer is `minimumAge`, else fail ' +
    'the delivery with `age_check_failed`.',
});

export const ProofRequired = defineFailure({
  code: 'proof-required',
  kind: 'refused',
  title: 'Nothing proves the delivery',
  remedy: 'Send what is `missing`: the `pin` the customer tells, or a `photoReference`.',
});

export const WrongPin = defineFailure({
  code: 'wrong-pin',
  kind: 'refused',
  title: 'That is not the customer’s PIN',
  remedy: 'Ask the customer to read it from the order; `triesLeft` says how often it can be wrong.',
});

export const PinLocked = defineFailure({
  code: 'pin-locked',
  kind: 'conflict',
  title: 'The PIN was wrong five times',
  remedy: 'Call the dispatcher: POST /v1/ops/orders/{id}/unlock-pin allows five more tries.',
});

export const ContactRequired = defineFailure({
  code: 'contact-required',
  kind: 'conflict',
  title: 'The customer has not had time to answer',
  remedy:
    'Call or ring, say so with POST /v1/driver/deliveries/{id}/contact-attempts, and wait five ' +
    'minutes (until `failFrom`, where an attempt was made).',
});

export const ResumeTooLate = defineFailure({
  code: 'resume-too-late',
  kind: 'conflict',
  title: 'The delivery cannot be resumed any more',
  remedy:
    'Call the dispatcher: POST /v1/ops/orders/{id}/redeliver begins a new delivery of the goods ' +
    'that you have.',
});

export const LocationStoreUnavailable = defineFailure({
  code: 'location-store-unavailable',
  kind: 'unavailable',
  title: 'Live positions are unavailable',
  remedy: 'Keep the fix and send it with the next one; nothing else is affected.',
});
