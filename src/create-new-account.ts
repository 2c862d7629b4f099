import 'reflect-metadata';
import { AccountsService, type StoreScope } from './accounts/index.js';
import { StoresService } from './catalog/index.js';
import type { GivenTo } from './command-line.js';
import type { creatingAccount } from './create-account-arguments.js';
import type { AppConfig } from './platform/index.js';
import { refusal, withLarder } from './with-larder.js';

type Wanted = GivenTo<typeof creatingAccount>;

export async function createNewAccount(
  config: AppConfig,
  { role, email, name, stores: named }: Wanted,
  password: string,
): Promise<void> {
  await withLarder(config, async (app) => {
    const open = async () => {
      const stores =
        role === 'customer' ? null : await scopeOf(role, named, app.get(StoresService));
      const opened = { role, email, displayName: name, password, ...(stores && { stores }) };
      return app.get(AccountsService).create(opened);
    };
    const account = await open().catch((error: unknown) => Promise.reject(refusal(error)));
    process.stdout.write(`${account.email} can log in as ${account.role}.\n`);
  });
}

/** @throws store-not-found, store-required */
async function scopeOf(
  role: Wanted['role'],
  named: string | null,
  stores: StoresService,
): Promise<StoreScope> {
  if (named === 'all' || (named === null && role === 'admin')) return 'all';
  const handles = named?.split(',').map((handle) => handle.trim()) ?? [undefined];
  const found = await Promise.all(handles.map((handle) => stores.resolve(handle)));
  return found.map(({ id }) => id);
}
