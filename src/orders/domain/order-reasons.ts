// Why an order has moved, as codes for programs.

export const cancelReasons = [
  'changed_mind',
  'ordered_by_mistake',
  'takes_too_long',
  'sold_out',
  'no_driver',
  'suspected_fraud',
  'other',
] as const;
export const rejectReasons = ['closed', 'sold_out', 'rush_hour'] as const;

/** Every reason that the timeline of an order may name; drivers' reasons are checked against it. */
export const orderReasons = [
  ...cancelReasons,
  'closed',
  'rush_hour',
  'payment_declined',
  'not_paid',
  'no_answer',
  'wrong_address',
  'refused',
  'unsafe',
  'damaged',
  'age_check_failed',
  'vehicle',
  'accident',
  'nobody',
  'returned',
] as const;
export type OrderReason = (typeof orderReasons)[number];
