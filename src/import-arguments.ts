import { basename } from 'node:path';
import { anyText, commandLine, type Kind, oneOf, wholeNumber } from './command-line.js';
import { isCharset } from './kernel/charset.js';

const charset: Kind<string> = {
  is: 'the name of an encoding',
  read: (text) => (isCharset(text) ? text : undefined),
};

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
    charset: {
      takes: charset,
      as: 'CHARSET',
      means: 'The encoding of FILE.csv, if it is neither UTF-8 nor UTF-16 with its mark',
      example: 'windows-1252',
      otherwise: null,
    },
    missing: {
      takes: oneOf('keep', 'out-of-stock', 'unpublish'),
      as: 'WHAT',
      means:
        'What becomes of goods on sale that FILE.csv does not have: keep, out-of-stock or unpublish',
      example: 'out-of-stock',
      otherwise: 'keep',
    },
    'most-missing-percent': {
      takes: wholeNumber(0, 100),
      as: 'PERCENT',
      means: 'If FILE.csv lacks more of the goods on sale than that, all of them stay',
      example: '35',
      otherwise: '20',
    },
    'dry-run': {
      isFlag: true,
      means: 'Only say what the import would do, and list the rows that it would change',
    },
    report: {
      takes: anyText,
      as: 'FILE',
      means:
        'Where rejected rows, and goods that are missing, are listed; left out, in FILE.rejected.csv',
      example: '/tmp/rejected.csv',
      otherwise: null,
    },
  },
  complete: ({
    report,
    'most-missing-percent': mostMissingPercent,
    'dry-run': dryRun,
    ...given
  }) => ({
    ...given,
    mostMissingPercent,
    dryRun,
    report: report ?? `${basename(given.file, '.csv')}.rejected.csv`,
  }),
});
