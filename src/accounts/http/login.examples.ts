import { roles } from '../identity.js';

/** Logins of the demo shop to try without typing; in other shops only the last can work. */
export const loginExamples = {
  ...Object.fromEntries(
    roles.map((role) => [
      role,
      {
        summary: `The ${role} of the demo shop`,
        value: { email: `${role}@larder.example`, password: 'larder-demo-1' },
      },
    ]),
  ),
  registered: {
    summary: 'The account in the example of POST /v1/auth/register',
    value: { email: 'amina@example.com', password: 'correct horse battery' },
  },
};

export const refreshExamples = {
  app: {
    summary: 'An app',
    value: { refreshToken: 'AZCy5nwacACAAD9bKpwdEAAAAAG3v1q2' },
  },
  page: { summary: 'A page: its cookie holds the token', value: {} },
};
