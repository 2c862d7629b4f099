import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inert, runnable } from './spreadsheet-text.js';

describe('a cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+C Vitamin', "'+C Vitamin"],
    ['-5 °C', "'-5 °C"],
    ['@home', "'@home"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ["'=1", "''=1"],
    ['＝1', "'＝1"],
    ["'n Sync", "'n Sync"],
    ['Milk 1+1', 'Milk 1+1'],
    ['', ''],
  ])('of %j is written as %j', (text, cell) => {
    expect(inert(text)).toBe(cell);
    expect(runnable(cell)).toBe(text);
  });

  it('never runs, and gives back the original text', () => {
    const start = fc.constantFrom('', "'", "''", '=', '+', '-', '@', '\t', '\r', '\n', '＝', 'a');
    fc.assert(
      fc.property(start, start, fc.string(), (first, second, rest) => {
        const text = first + second + rest;
        expect(inert(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u);
        expect(runnable(inert(text))).toBe(text);
      }),
    );
  });
});
