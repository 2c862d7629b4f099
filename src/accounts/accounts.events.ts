import type { NewEvent } from '../kernel/domain-event.js';
import type { Role } from './identity.js';
import type { SessionKind } from './login-session.js';

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

const sessionReuseDetected = 'session.reuse_detected';

export interface SessionReuseDetected {
  readonly sessionId: string;
  readonly accountId: string;
  readonly kind: SessionKind;
}

/** An old refresh token came again, so it is in two hands: the session was ended for both. */
export function sessionReuseDetectedEvent(
  payload: SessionReuseDetected,
): NewEvent<SessionReuseDetected> {
  return {
    type: sessionReuseDetected,
    version: 1,
    aggregateType: 'session',
    aggregateId: payload.sessionId,
    payload,
  };
}
