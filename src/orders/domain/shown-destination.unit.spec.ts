import { expect, it } from 'vitest';
import { type OrderStatus, orderStatuses } from './order-status.js';
import { shownDestination } from './shown-destination.js';

const deliverTo = {
  line1: '1 Test Street',
  lat: 0.5,
  lng: 0.5,
  notes: 'Ring twice',
  phone: '+971501234567',
  leaveAtDoor: false,
};
const shownTo = (role: 'customer' | 'picker' | 'driver' | 'dispatcher' | 'admin' | 'system') =>
  orderStatuses.filter((status) => {
    const shown = shownDestination({ status, deliverTo }, { accountId: null, role });
    return shown === deliverTo;
  });

it('shows a destination to its customer, to staff who send somebody there, and to nobody else', () => {
  const ended: OrderStatus[] = ['delivered', 'cancelled', 'rejected', 'expired', 'returned'];
  const alive = orderStatuses.filter((status) => !ended.includes(status));
  expect(shownTo('customer')).toEqual(orderStatuses);
  expect(shownTo('dispatcher')).toEqual(alive);
  expect(shownTo('admin')).toEqual(alive);
  for (const role of ['picker', 'driver', 'system'] as const) expect(shownTo(role)).toEqual([]);
});
