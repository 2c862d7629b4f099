// The formats of environment variables.
import { isIP } from 'node:net';
import { makeValidator } from 'envalid';

export const url = (protocols: string[]) =>
  makeValidator<string>((input) => {
    const parsed = URL.canParse(input) ? new URL(input) : undefined;
    if (!parsed || !protocols.includes(parsed.protocol)) {
      throw new Error(`is not a ${protocols.join(' or ')}// address`);
    }
    return input;
  });

export const secret = makeValidator<string>((input) => {
  if (Buffer.byteLength(input) < 32) throw new Error('is shorter than 32 bytes');
  return input;
});

export const metricsToken = makeValidator<string>((input) => {
  if (!/^[\w.~+/-]{24,}=*$/.test(input))
    throw new Error('is no bearer token of 24 characters or more');
  return input;
});

export const webhookSecrets = makeValidator<string>((input) => {
  const isSecret = (one: string) => /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(one);
  if (input.split(',').every(isSecret)) return input;
  throw new Error('is not whsec_ and base64 of at least 24 bytes');
});

export const positive = makeValidator<number>((input) => {
  const value = Number(input);
  if (!Number.isInteger(value) || value < 1) throw new Error('is not a whole number above 0');
  return value;
});

export const wholeNumber = makeValidator<number>((input) => {
  const value = Number(input);
  if (!Number.isInteger(value) || value < 0) throw new Error('is not a whole number from 0');
  return value;
});

/** As browsers say them: `*` and `null` would be anybody. */
export const origins = makeValidator<string>((input) => {
  for (const one of input.split(',')) {
    const isWeb = /^https?:/.test(one) && URL.canParse(one) && new URL(one).origin === one;
    const isApp = !one.startsWith('http') && /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.:-]+$/.test(one);
    if (!isWeb && !isApp) {
      throw new Error(`has ${one}, which is no origin: a scheme and a host, without a path`);
    }
  }
  return input;
});

const namedNetworks = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Never the whole world: anyone could then make up the address that a request comes from. */
export const proxies = makeValidator<string>((input) => {
  for (const one of input.split(',')) {
    if (namedNetworks.has(one)) continue;
    const [address = '', length, ...rest] = one.split('/');
    const bits = isIP(address) === 6 ? 128 : 32;
    const isNetwork = length === undefined || (/^[1-9]\d*$/.test(length) && +length <= bits);
    if (isIP(address) === 0 || !isNetwork || rest.length > 0) {
      throw new Error(`has ${one}, which is no address, no network and none of its names`);
    }
  }
  return input;
});
