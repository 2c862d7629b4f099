import type { ModuleSchema } from '../platform/index.js';
import { AccountEntity } from './account.entity.js';
import { CreateAccounts1764002000000 } from './migrations/1764002000000-create-accounts.js';

export const accountsSchema: ModuleSchema = {
  entities: [AccountEntity],
  migrations: [CreateAccounts1764002000000],
};
