/** Limits that no test reaches by accident: all people of tests share one address, and order much. */
export const unlimited = {
  LOGIN_TRIES: '1000000',
  LOGIN_TRIES_OF_ACCOUNT: '1000000',
  LOGIN_TRIES_OF_ADDRESS: '1000000',
  REGISTRATION_TRIES: '1000000',
  LOGINS_AT_ONCE: '1000000',
  RATE_LIMITS: 'false',
  OPEN_ORDERS: '1000000',
  HELD_UNITS: '1000000',
};

/** The product's own limits, for the tests of `Larder.open` that are about limits. */
export const productLimits: Record<keyof typeof unlimited, undefined> = {
  LOGIN_TRIES: undefined,
  LOGIN_TRIES_OF_ACCOUNT: undefined,
  LOGIN_TRIES_OF_ADDRESS: undefined,
  REGISTRATION_TRIES: undefined,
  LOGINS_AT_ONCE: undefined,
  RATE_LIMITS: undefined,
  OPEN_ORDERS: undefined,
  HELD_UNITS: undefined,
};
