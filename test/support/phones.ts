// Dozens of drivers on duty, without their logins.
import { randomUUID } from 'node:crypto';
import { AccessTokensService } from '../../src/accounts/access-tokens.service.js';
import { Shifts } from '../../src/drivers/use-cases/shifts.service.js';
import type { Larder } from './larder.js';

export interface Phone {
  readonly accountId: string;
  readonly token: string;
  readonly epoch: number;
}

/** The phone of a new driver on duty. */
export async function openPhone({ app }: Larder): Promise<Phone> {
  const accountId = randomUUID();
  const { epoch } = await app.get(Shifts).goOnDuty({ accountId, role: 'driver' });
  const tokens = app.get(AccessTokensService, { strict: false });
  const { accessToken } = await tokens.issue({
    accountId,
    role: 'driver',
    sessionId: randomUUID(),
  });
  return { accountId, token: accessToken, epoch };
}
