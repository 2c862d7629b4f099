import { isRole, roles } from './accounts/identity.js';
import { anyText, commandLine } from './command-line.js';

export const creatingAccount = commandLine({
  command: 'npm run create-account',
  about:
    'Opens an account. The password is read from standard input; on a terminal one is made and ' +
    'shown once. Settings are those of the server: npm start -- --help.',
  arguments: {
    role: {
      takes: {
        is: `one of ${roles.join(', ')}`,
        read: (text) => (isRole(text) ? text : undefined),
      },
      as: 'ROLE',
      means: `What the account may do: ${roles.join(', ')}`,
      example: 'picker',
    },
    email: {
      takes: {
        is: 'an e-mail address',
        read: (text) => (/^[^@\s]+@[^@\s]+$/.test(text) ? text : undefined),
      },
      as: 'EMAIL',
      means: 'What the person logs in with',
      example: 'pat@corner.example',
    },
    name: { takes: anyText, as: 'NAME', means: 'What others see', example: 'Pat' },
    stores: {
      takes: anyText,
      as: 'SLUGS',
      means:
        'The stores that one of staff works for, by slug or id, with commas between them, or all; ' +
        'left out, admins work at all stores and others at the only one',
      example: 'harbour,marina',
      otherwise: null,
    },
  },
});
