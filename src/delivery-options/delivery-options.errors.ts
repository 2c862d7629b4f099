import { defineFailure } from '../kernel/failure.js';

export const OutOfServiceArea = defineFailure({
  code: 'out-of-service-area',
  kind: 'refused',
  title: 'The store does not deliver there',
  remedy: 'Choose another address, or another store.',
});
export const SlotNotFound = defineFailure({
  code: 'slot-not-found',
  kind: 'not-found',
  title: 'No such slot',
  remedy: 'Use an id from GET /v1/admin/slots.',
});
export const SlotExists = defineFailure({
  code: 'slot-exists',
  kind: 'conflict',
  title: 'The store has a slot in this window already',
  remedy: 'Change the capacity of that slot.',
});
export const SlotMisplaced = defineFailure({
  code: 'slot-misplaced',
  kind: 'refused',
  title: 'The slot cannot be at this time',
  remedy: 'Choose a start within fourteen days, a cut-off before the start, and an end after it.',
});
export const SlotCapacityTaken = defineFailure({
  code: 'slot-capacity-taken',
  kind: 'conflict',
  title: 'More orders have this slot already',
  remedy: 'Send at least `taken`, or close the slot: orders that have it keep it.',
});
export const ZoneNotFound = defineFailure({
  code: 'zone-not-found',
  kind: 'not-found',
  title: 'No such zone',
  remedy: 'Use an id from GET /v1/admin/zones.',
});
export const ZoneNameTaken = defineFailure({
  code: 'zone-name-taken',
  kind: 'conflict',
  title: 'The store has another zone of this name',
  remedy: 'Choose another name.',
});
