import { describe, expect, it } from 'vitest';
import { importing } from './import-arguments.js';

describe('npm run import', () => {
  it('needs a file only', () => {
    expect(importing.read(['goods/spring.csv'])).toEqual({
      file: 'goods/spring.csv',
      store: null,
      stock: 0,
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
      report: '/tmp/bad.csv',
    });
  });

  it.each(['many', '-1', '1.5', '1e3', '1000000001'])('refuses --stock %s', (stock) => {
    expect(() => importing.read(['spring.csv', '--stock', stock])).toThrow(
      `--stock ${stock} is not a whole number from 0 to 1000000000, such as --stock 20.`,
    );
  });
});
