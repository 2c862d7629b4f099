// npm run create-account: see create-account-arguments.ts
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { AccountsService } from './accounts/index.js';
import { creatingAccount } from './create-account-arguments.js';
import { StartupRefused } from './platform/index.js';
import { refusal, start, withLarder } from './start.js';

await start(
  creatingAccount,
  async (context, { role, email, name }) => {
    const isTyped = process.stdin.isTTY;
    const password = isTyped ? randomBytes(15).toString('base64url') : await piped();
    await withLarder(context, async (app) => {
      const accounts = app.get(AccountsService);
      const account = await accounts
        .create({ role, email, displayName: name, password })
        .catch((error: unknown) => Promise.reject(refusal(error)));
      process.stdout.write(`${account.email} can log in as ${account.role}.\n`);
      if (isTyped) process.stdout.write(`Password, shown this once: ${password}\n`);
    });
  },
  { LOG_LEVEL: 'error' },
);

async function piped(): Promise<string> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password.length >= 10 && password.length <= 128) return password;
  throw new StartupRefused('The password on standard input must have 10 to 128 characters.');
}
