import type { NewEvent } from '../kernel/domain-event.js';
import type { Role } from './identity.js';

export const accountRegistered = 'account.registered';

export interface AccountRegistered {
  readonly accountId: string;
  readonly role: Role;
}

/** An account was registered. The fact never holds a name, an address or a number. */
export function accountRegisteredEvent(payload: AccountRegistered): NewEvent<AccountRegistered> {
  return {
    type: accountRegistered,
    version: 1,
    aggregateType: 'account',
    aggregateId: payload.accountId,
    payload,
  };
}
