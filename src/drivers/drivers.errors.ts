import { defineFailure } from '../kernel/failure.js';

export const DriverOffShift = defineFailure({
  code: 'driver-off-shift',
  kind: 'conflict',
  title: 'The driver is not on shift',
  remedy: 'Open a shift with POST /v1/driver/shift {"onDuty": true} and use the epoch it answers.',
});

export const ShiftHasDeliveries = defineFailure({
  code: 'shift-has-deliveries',
  kind: 'conflict',
  title: 'The shift still has deliveries',
  remedy: 'Deliver what is listed by GET /v1/driver/deliveries, then go off duty.',
});

export const ShiftAtAnotherStore = defineFailure({
  code: 'shift-at-another-store',
  kind: 'conflict',
  title: 'The open shift is at another store',
  remedy: 'Go off duty first: a driver works for one store at a time.',
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
  remedy: 'Read the board again: another dispatcher was faster.',
});

export const OrderNotAssignable = defineFailure({
  code: 'order-not-assignable',
  kind: 'conflict',
  title: 'The order cannot be given to a driver now',
  remedy: 'Only orders that are accepted, being picked or ready can be assigned.',
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
  title: 'The cash is not the total of the order',
  remedy: 'Collect exactly the amount in `expected` and send it in minor units.',
});

export const LocationStoreUnavailable = defineFailure({
  code: 'location-store-unavailable',
  kind: 'unavailable',
  title: 'Live positions are unavailable',
  remedy: 'Keep the fix and send it with the next one; nothing else is affected.',
});
