import type { ModuleSchema } from '../platform/index.js';
import { AccountEntity } from './account.entity.js';
import { CreateAccounts1764002000000 } from './migrations/1764002000000-create-accounts.js';
import { CreateLoginSessions1764132000000 } from './migrations/1764132000000-create-login-sessions.js';
import { EraseAccounts1764136000000 } from './migrations/1764136000000-erase-accounts.js';
import { StoresOfStaff1764134000000 } from './migrations/1764134000000-stores-of-staff.js';

export const accountsSchema: ModuleSchema = {
  entities: [AccountEntity],
  migrations: [
    CreateAccounts1764002000000,
    CreateLoginSessions1764132000000,
    StoresOfStaff1764134000000,
    EraseAccounts1764136000000,
  ],
};
