import { basename } from 'node:path';
import { anyText, commandLine, wholeNumber } from './command-line.js';

export const importing = commandLine({
  command: 'npm run import',
  about:
    'Puts the products of a catalogue file into a store. Run again, it changes nothing that is ' +
    'equal. Settings are those of the server: npm start -- --help.',
  arguments: {
    file: {
      takes: anyText,
      as: 'FILE.csv',
      means:
        'A file with the columns sku, name, category, subcategory, size, price, currency; and, if ' +
        'you have them, brand, sold_by (each or weight), minimum_age, stock, description and those ' +
        'of an export',
      example: 'catalogue.csv',
      isOperand: true,
    },
    store: {
      takes: anyText,
      as: 'STORE',
      means: 'Id or slug of the store; needed only when there are several',
      example: 'corner',
      otherwise: null,
    },
    stock: {
      takes: wholeNumber(0, 1e9),
      as: 'N',
      means: 'What a product new to the store starts with, when FILE.csv has no stock',
      example: '20',
      otherwise: '0',
    },
    report: {
      takes: anyText,
      as: 'FILE',
      means: 'Where rejected rows are listed; left out, in FILE.rejected.csv',
      example: '/tmp/rejected.csv',
      otherwise: null,
    },
  },
  complete: ({ report, ...given }) => ({
    ...given,
    report: report ?? `${basename(given.file, '.csv')}.rejected.csv`,
  }),
});
