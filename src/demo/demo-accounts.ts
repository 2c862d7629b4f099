import type { Role } from '../accounts/index.js';

export interface DemoLogin {
  readonly role: Role;
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
}

/** One account per role. Their passwords are public: never seed them in production. */
export const demoLogins: readonly DemoLogin[] = (
  [
    ['customer', 'Noor Haddad'],
    ['picker', 'Paula Menon'],
    ['driver', 'Dani Okafor'],
    ['dispatcher', 'Sami Rahal'],
    ['admin', 'Ada Lindqvist'],
  ] as const
).map(([role, displayName]) => ({
  role,
  displayName,
  email: `${role}@larder.example`,
  password: 'larder-demo-1',
}));
