import { describe, expect, it } from 'vitest';
import { activeStatuses, deliverySteps, stepsFrom } from './delivery-status.js';

describe('the delivery machine', () => {
  it('leads from assigned to delivered, one step at a time', () => {
    expect(stepsFrom('assigned')).toEqual(['collect']);
    expect(stepsFrom('collected')).toEqual(['deliver']);
    expect(stepsFrom('delivered')).toEqual([]);
  });

  it('is active exactly while a step is left', () => {
    for (const { from } of Object.values(deliverySteps)) expect(activeStatuses).toContain(from);
    expect(activeStatuses.every((status) => stepsFrom(status).length > 0)).toBe(true);
  });
});
