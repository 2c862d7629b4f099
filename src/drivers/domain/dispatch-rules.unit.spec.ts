import { describe, expect, it } from 'vitest';
import { driverMayTakeAnother, orderMayBeAssigned } from './dispatch-rules.js';

describe('assigning', () => {
  it('is for orders the store has taken and nobody has carried away', () => {
    expect(orderMayBeAssigned('placed')).toBe(false);
    expect(orderMayBeAssigned('accepted')).toBe(true);
    expect(orderMayBeAssigned('picking')).toBe(true);
    expect(orderMayBeAssigned('ready')).toBe(true);
    expect(orderMayBeAssigned('out_for_delivery')).toBe(false);
    expect(orderMayBeAssigned('delivered')).toBe(false);
  });

  it('stops at the most one driver carries', () => {
    expect(driverMayTakeAnother(2, 3)).toBe(true);
    expect(driverMayTakeAnother(3, 3)).toBe(false);
  });
});
