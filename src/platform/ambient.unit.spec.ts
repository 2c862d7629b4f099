import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Ambient } from './ambient.js';

describe('an ambient value', () => {
  it('is found by all code of its work, and by no other', async () => {
    const ambient = new Ambient<string>();
    const seen: (string | undefined)[] = [];
    const look = async () => {
      await nextTurn();
      seen.push(ambient.current);
    };
    await Promise.all([ambient.run('one', look), look(), ambient.run('other', look)]);
    expect(seen.toSorted()).toEqual(['one', 'other', undefined]);
    expect(ambient.current).toBeUndefined();
  });

  it('stays while other work ends, whether that succeeds or fails', async () => {
    const ambient = new Ambient<string>();
    const seen = await ambient.run('outer', async () => {
      await expect(
        ambient.run('inner', async () => {
          await nextTurn();
          throw new Error(ambient.current);
        }),
      ).rejects.toThrow('inner');
      await nextTurn();
      return ambient.current;
    });
    expect(seen).toBe('outer');
    await ambient.run('later', async () => expect(ambient.current).toBe('later'));
  });

  it('can be entered until its end is called', async () => {
    const ambient = new Ambient<string>();
    let told: string | undefined;
    let leave = () => {};
    const over = new Promise<void>((resolve) => {
      leave = ambient.enter('request', () => {
        setImmediate(() => {
          told = ambient.current;
          resolve();
        });
      });
    });
    await ambient.run('beside it', async () => {
      await over;
      // A response may close twice: the second close must not count for another work.
      leave();
      leave();
      expect(ambient.current).toBe('beside it');
    });
    expect(told).toBe('request');
  });

  it('is absent from work that exits it', async () => {
    const ambient = new Ambient<string>();
    await ambient.run('request', async () => {
      const outside = await ambient.exit(async () => {
        await nextTurn();
        return ambient.current;
      });
      expect([outside, ambient.current]).toEqual([undefined, 'request']);
    });
  });
});
