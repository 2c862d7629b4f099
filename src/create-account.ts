// npm run create-account -- --role ROLE --email EMAIL --name NAME   (password on standard input)
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { AccountsService, isRole, roles } from './accounts/index.js';
import { StartupRefused } from './platform/index.js';
import { refusal, start, withLarder } from './start.js';

const usage = `Usage: npm run create-account -- --role ROLE --email EMAIL --name NAME

  --role   ${roles.join(', ')}
  --email  what the person logs in with
  --name   what others see

The password is read from standard input; on a terminal one is made and shown once.`;

await start(
  async (context) => {
    const { role, email, name } = readArguments();
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

function readArguments() {
  let values;
  try {
    const string = { type: 'string' } as const;
    values = parseArgs({ options: { role: string, email: string, name: string } }).values;
  } catch (error) {
    throw new StartupRefused(`${(error as Error).message}\n\n${usage}`);
  }
  const { role, email, name } = values;
  if (!isRole(role) || !email?.includes('@') || !name) throw new StartupRefused(usage);
  return { role, email, name };
}

async function piped(): Promise<string> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password.length >= 10 && password.length <= 128) return password;
  throw new StartupRefused('The password on standard input must have 10 to 128 characters.');
}
