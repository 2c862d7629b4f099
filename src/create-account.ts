// npm run create-account: see create-account-arguments.ts
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { given } from './command-line.js';
import { creatingAccount } from './create-account-arguments.js';
import { StartupRefused } from './platform/startup-refused.js';
import { quiet, start } from './start.js';

const wanted = given(creatingAccount);
if (wanted) {
  await start(async (config) => {
    const isTyped = process.stdin.isTTY;
    const password = isTyped ? randomBytes(15).toString('base64url') : await piped();
    const { createNewAccount } = await import('./create-new-account.js');
    await createNewAccount(config, wanted, password);
    if (isTyped) process.stdout.write(`Password, shown this once: ${password}\n`);
  }, quiet);
}

async function piped(): Promise<string> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password.length >= 10 && password.length <= 128) return password;
  throw new StartupRefused('The password on standard input must have 10 to 128 characters.');
}
