import 'reflect-metadata';
import { AccountsService } from './accounts/index.js';
import type { GivenTo } from './command-line.js';
import type { creatingAccount } from './create-account-arguments.js';
import type { AppConfig } from './platform/index.js';
import { refusal, withLarder } from './with-larder.js';

export async function createNewAccount(
  config: AppConfig,
  { role, email, name }: GivenTo<typeof creatingAccount>,
  password: string,
): Promise<void> {
  await withLarder(config, async (app) => {
    const account = await app
      .get(AccountsService)
      .create({ role, email, displayName: name, password })
      .catch((error: unknown) => Promise.reject(refusal(error)));
    process.stdout.write(`${account.email} can log in as ${account.role}.\n`);
  });
}
