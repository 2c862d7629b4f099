import { describe, expect, it } from 'vitest';
import { chooseFix } from './choose-fix.js';

const at = (seq: number, lat = 25.2, lng = 55.3) => ({ seq, lat, lng });

describe('choosing the fix of a batch', () => {
  it('takes the highest sequence number, whatever the order', () => {
    expect(chooseFix([at(2), at(9), at(4)])?.seq).toBe(9);
  });

  it('passes over the null island', () => {
    expect(chooseFix([at(2), at(9, 0, 0)])?.seq).toBe(2);
    expect(chooseFix([at(1, 0, 0)])).toBeNull();
  });

  it('accepts real places on the equator and on the meridian', () => {
    expect(chooseFix([at(1, 0, 32.6)])?.seq).toBe(1);
    expect(chooseFix([at(1, 51.48, 0)])?.seq).toBe(1);
  });
});
