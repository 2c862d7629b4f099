// The environment variables of limits.
import { bool, type CleanedEnv } from 'envalid';
import type { AppConfig } from './app-config.js';
import { positive } from './validators.js';

export const limitEnvironment = {
  LOGIN_TRIES: positive({
    desc: 'Wrong passwords in 15 minutes for one account from one address, then tries are refused.',
    example: '5',
    default: 5,
  }),
  LOGIN_TRIES_OF_ACCOUNT: positive({
    desc: 'The same from all addresses; it does not refuse one that has lately logged in to the account.',
    example: '50',
    default: 50,
  }),
  LOGIN_TRIES_OF_ADDRESS: positive({
    desc: 'Wrong passwords in 15 minutes from one address, for whatever accounts.',
    example: '100',
    default: 100,
  }),
  REGISTRATION_TRIES: positive({
    desc: 'Registrations in 15 minutes from one address.',
    example: '30',
    default: 30,
  }),
  LOGINS_AT_ONCE: positive({
    desc: 'Passwords of one address that may be under way at once, of 258 in all.',
    example: '16',
    default: 16,
  }),
  RATE_LIMITS: bool({
    desc: 'Refuse callers who ask too often for what costs much. `false` is for measuring alone.',
    example: 'true',
    default: true,
  }),
  OPEN_ORDERS: positive({
    desc: 'The most orders of one customer that are not paid or not accepted yet.',
    example: '3',
    default: 3,
  }),
  HELD_UNITS: positive({
    desc: 'The most of one product that a quote with `holdStock` holds, in pieces or kilograms.',
    example: '50',
    default: 50,
  }),
};

export function limitSettings(
  values: CleanedEnv<typeof limitEnvironment>,
): Pick<AppConfig, 'loginTries' | 'loginsAtOnce' | 'rateLimits' | 'customerLimits'> {
  return {
    loginTries: {
      ofAccountAtAddress: values.LOGIN_TRIES,
      ofAccount: values.LOGIN_TRIES_OF_ACCOUNT,
      ofAddress: values.LOGIN_TRIES_OF_ADDRESS,
      registrationsOfAddress: values.REGISTRATION_TRIES,
    },
    loginsAtOnce: values.LOGINS_AT_ONCE,
    rateLimits: values.RATE_LIMITS,
    customerLimits: { openOrders: values.OPEN_ORDERS, heldUnits: values.HELD_UNITS },
  };
}
