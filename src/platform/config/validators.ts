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

/** Secrets that were once printed for trying: everybody knows them. */
const printed = new Set(['only-for-trying-on-this-machine-0000']);
/** What 32 random bytes take at least: 64 digits of hex, or 43 of base64. */
const [hexDigits, characters] = [64, 43];
/** Of so many random characters fewer different ones are next to impossible. */
const leastDifferent = 10;

/**
 * Nobody can tell random bytes by looking at them; these can be told from them: what is too short,
 * what repeats itself, and what was printed.
 */
function faultOfSecret(secret: string): string | undefined {
  if (printed.has(secret)) return 'is printed in the documentation of a former release';
  const least = /^[\da-f]+$/i.test(secret) ? hexDigits : characters;
  if (secret.length < least) return 'is shorter than 32 random bytes';
  const isRepeated = (secret + secret).indexOf(secret, 1) < secret.length;
  if (isRepeated || new Set(secret).size < leastDifferent) return 'repeats itself';
  return undefined;
}

export const authSecrets = makeValidator<string>((input) => {
  for (const secret of input.split(',')) {
    const fault = faultOfSecret(secret);
    if (fault) throw new Error(fault);
  }
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

/** Some of the words, commas between, each once. */
export const words = (known: readonly string[]) =>
  makeValidator<string>((input) => {
    const given = input.split(',');
    if (given.every((word) => known.includes(word)) && new Set(given).size === given.length) {
      return input;
    }
    throw new Error(`is not a list of ${known.join(', ')}, each once`);
  });

/** An address, or a name and an address in angle brackets; in one line. */
export const sender = makeValidator<string>((input) => {
  const address = '[^\\s<>@",]+@[^\\s<>@",]+';
  if (new RegExp(`^(${address}|[^<>@",\\r\\n]+ <${address}>)$`).test(input)) return input;
  throw new Error('is not an address, or a name and <an address>');
});

export const positive = makeValidator<number>((input) => {
  const value = Number(input);
  if (!Number.isInteger(value) || value < 1) throw new Error('is not a whole number above 0');
  return value;
});

/** An hour at most: nothing but its expiry ends a stolen token that nobody knows to be stolen. */
export const minutesOfHour = makeValidator<number>((input) => {
  const value = Number(input);
  if (!Number.isInteger(value) || value < 1 || value > 60) {
    throw new Error('is not a whole number from 1 to 60');
  }
  return value;
});

export const wholeNumber = makeValidator<number>((input) => {
  const value = Number(input);
  if (!Number.isInteger(value) || value < 0) throw new Error('is not a whole number from 0');
  return value;
});

const auditDaysRange = { least: 30, most: 3650 };

export const auditDays = makeValidator<number>((input) => {
  const days = Number(input);
  const { least, most } = auditDaysRange;
  if (Number.isInteger(days) && days >= least && days <= most) return days;
  throw new Error(`is not a whole number from ${least} to ${most}`);
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
