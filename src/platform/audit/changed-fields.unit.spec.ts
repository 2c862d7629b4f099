import { describe, expect, it } from 'vitest';
import { changedFields } from './changed-fields.js';

describe('the changed fields', () => {
  it('are those that differ, whatever their order, without the version', () => {
    const before = { priceMinor: 900, published: true, terms: { a: 1, b: [2] }, version: 1 };
    const after = { version: 2, terms: { b: [2], a: 1 }, published: true, priceMinor: 950 };
    expect(changedFields(before, after)).toEqual({
      before: { priceMinor: 900 },
      after: { priceMinor: 950 },
    });
  });

  it('of something new or removed are all of them', () => {
    const at = new Date('2026-03-01T09:00:00Z');
    const all = { at: '2026-03-01T09:00:00.000Z', name: 'Harbour' };
    expect(changedFields(null, { at, name: 'Harbour' })).toEqual({ before: null, after: all });
    expect(changedFields({ at, name: 'Harbour' }, null)).toEqual({ before: all, after: null });
  });

  it('say that something personal or a place changed, and not to what', () => {
    const personal = [
      'phone email password passwordHash pin token refreshToken secret displayName',
      'address line1 notes note deliverTo lat lng location ring holes',
    ];
    for (const field of personal.join(' ').split(' ')) {
      expect(changedFields({ [field]: 'a' }, { [field]: 'b' }), field).toEqual({
        before: { [field]: 'withheld' },
        after: { [field]: 'withheld' },
      });
      const nested = changedFields(null, { of: [{ [field]: 'canary' }] });
      expect(JSON.stringify(nested), field).not.toContain('canary');
    }
    expect(changedFields({ phone: null }, { phone: '+971501234567' }).before).toEqual({
      phone: null,
    });
  });

  it('are not kept when they are long', () => {
    const { after } = changedFields(null, { sets: 'x'.repeat(4000), name: 'short' });
    expect(after).toEqual({ sets: 'too long', name: 'short' });
  });
});
