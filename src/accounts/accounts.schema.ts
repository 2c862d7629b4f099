import type { ModuleSchema } from '../platform/index.js';
import { AccountEntity } from './account.entity.js';
import { CreateAccounts1764000001000 } from './migrations/1764000001000-create-accounts.js';
import { CreateAddresses1764500000000 } from './migrations/1764500000000-create-addresses.js';

export const accountsSchema: ModuleSchema = {
  entities: [AccountEntity],
  migrations: [CreateAccounts1764000001000, CreateAddresses1764500000000],
};
