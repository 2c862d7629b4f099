import { roles } from '../identity.js';

/** Whoever tries the demo shop logs in without typing; in other shops only the last can work. */
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
    summary: 'Whom POST /v1/auth/register shows',
    value: { email: 'amina@example.com', password: 'correct horse battery' },
  },
};
