import { expect, it } from 'vitest';
import { gtinOf } from './gtin.js';

it.each([
  ['012345678905', '012345678905'],
  ['0012345678905', '012345678905'],
  ['00012345678905', '012345678905'],
  ['4006381333931', '4006381333931'],
  ['04006381333931', '4006381333931'],
  ['96385074', '96385074'],
  ['0000096385074', '96385074'],
  ['10012345678902', '10012345678902'],
])('%s is the number %s', (text, gtin) => expect(gtinOf(text)).toBe(gtin));

it.each([
  ['a wrong check digit', '4006381333930'],
  ['eleven digits', '12345678905'],
  ['a code of the till', '4011'],
  ['letters', '40063813339EX'],
  ['a number of a spreadsheet', '4.00638E+12'],
  ['nothing', ''],
  ['fifteen digits', '004006381333931'],
])('%s is none: %s', (_, text) => expect(gtinOf(text)).toBeNull());
