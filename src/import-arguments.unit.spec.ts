import { describe, expect, it } from 'vitest';
import { importing } from './import-arguments.js';

describe('npm run import', () => {
  it('needs a file only', () => {
    expect(importing.read(['goods/spring.csv'])).toEqual({
      file: 'goods/spring.csv',
      store: null,
      stock: 0,
      charset: null,
      missing: 'keep',
      mostMissingPercent: 20,
      dryRun: false,
      report: 'spring.rejected.csv',
    });
    expect(() => importing.read([])).toThrow('FILE.csv is missing, such as catalogue.csv.');
  });

  it('takes a store, a stock and a place for the report', () => {
    const args = ['--store', 'corner', '--stock', '20', '--report', '/tmp/bad.csv', 'spring.csv'];
    expect(importing.read(args)).toEqual({
      file: 'spring.csv',
      store: 'corner',
      stock: 20,
      charset: null,
      missing: 'keep',
      mostMissingPercent: 20,
      dryRun: false,
      report: '/tmp/bad.csv',
    });
  });

  it('takes the encoding of the file', () => {
    expect(importing.read(['a.csv', '--charset', 'windows-1252'])?.charset).toBe('windows-1252');
    expect(() => importing.read(['a.csv', '--charset', 'ebcdic'])).toThrow(
      '--charset ebcdic is not the name of an encoding, such as --charset windows-1252.',
    );
  });

  it('takes what becomes of missing goods', () => {
    const args = ['--missing', 'unpublish', '--most-missing-percent', '35', '--dry-run', 'all.csv'];
    const given = { missing: 'unpublish', mostMissingPercent: 35, dryRun: true };
    expect(importing.read(args)).toMatchObject(given);
    expect(() => importing.read(['--missing', 'delete', 'all.csv'])).toThrow(
      '--missing delete is not one of keep, out-of-stock, unpublish, such as --missing out-of-stock.',
    );
  });

  it.each(['many', '-1', '1.5', '1e3', '1000000001'])('refuses --stock %s', (stock) => {
    expect(() => importing.read(['spring.csv', '--stock', stock])).toThrow(
      `--stock ${stock} is not a whole number from 0 to 1000000000, such as --stock 20.`,
    );
  });
});
