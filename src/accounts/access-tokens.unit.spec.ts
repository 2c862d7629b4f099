import { createHmac, createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { exportJWK, type JWTHeaderParameters, SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../kernel/clock.js';
import type { AppConfig } from '../platform/index.js';
import { AccessTokensService } from './access-tokens.service.js';
import { InvalidToken, TokenExpired } from './accounts.errors.js';
import type { Identity } from './identity.js';

const start = '2026-03-01T09:00:00Z';
const now = Date.parse(start) / 1000;
const secret = 'a secret of the tests, 32 bytes long';
const amina: Identity = {
  accountId: '0190b6e2-7c1a-7000-8000-3f5b2a9c1d10',
  role: 'customer',
  sessionId: '0190b6e2-7c1a-7000-8000-00000000005e',
};
const minute = 60_000;

const claims = {
  iss: 'larder',
  aud: 'larder-api',
  sub: amina.accountId,
  role: amina.role,
  sid: amina.sessionId,
  iat: now,
  exp: now + 900,
};

const service = (clock: ManualClock, ...authSecrets: string[]) =>
  new AccessTokensService({ authSecrets, accessTokenMinutes: 15 } as unknown as AppConfig, clock);

function forge(
  change: Record<string, unknown> = {},
  header: Partial<JWTHeaderParameters> = {},
  key: Parameters<SignJWT['sign']>[0] = Buffer.from(secret),
): Promise<string> {
  return new SignJWT({ ...claims, ...change })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header })
    .sign(key);
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('an access token', () => {
  let clock: ManualClock;
  let tokens: AccessTokensService;
  beforeEach(() => {
    clock = new ManualClock(start);
    tokens = service(clock, secret);
  });

  const expectInvalid = (token: string) =>
    expect(tokens.verify(token)).rejects.toSatisfy(InvalidToken.matches);
  const expectExpired = (token: string) =>
    expect(tokens.verify(token)).rejects.toSatisfy(TokenExpired.matches);

  it('names its account, and holds nothing beyond that', async () => {
    const { accessToken, expiresInSeconds } = await tokens.issue(amina);
    expect(expiresInSeconds).toBe(900);
    expect(await tokens.verify(accessToken)).toEqual(amina);
    const [header, payload] = accessToken.split('.').map((each) => Buffer.from(each, 'base64url'));
    expect(JSON.parse(String(header))).toEqual({ alg: 'HS256', typ: 'at+jwt' });
    expect(JSON.parse(String(payload))).toEqual(claims);
  });

  it('is good in every process that has the secret, and in no other', async () => {
    const { accessToken } = await tokens.issue(amina);
    expect(await service(clock, secret).verify(accessToken)).toEqual(amina);
    const stranger = service(clock, randomBytes(32).toString('hex'));
    await expect(stranger.verify(accessToken)).rejects.toSatisfy(InvalidToken.matches);
  });

  it.each([['seen before'], ['never seen']])('expires, with 30 s of leeway, %s', async (seen) => {
    const { accessToken } = await tokens.issue(amina);
    if (seen === 'seen before') await tokens.verify(accessToken);
    clock.advance(15 * minute + 29_999);
    expect(await tokens.verify(accessToken)).toEqual(amina);
    clock.advance(1);
    await expectExpired(accessToken);
    await expectExpired(accessToken);
    if (seen === 'never seen') await expectExpired(await forge());
  });

  it('equals an issued one when this file forges it with the right key', async () => {
    expect(await tokens.verify(await forge())).toEqual(amina);
  });

  it.each<[string, Record<string, unknown>]>([
    ['another issuer', { iss: 'pantry' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'larder-admin' }],
    ['no audience', { aud: undefined }],
    ['no expiry', { exp: undefined }],
    ['no time of issue', { iat: undefined }],
    ['a beginning in the future', { nbf: now + 31 }],
    ['no subject', { sub: undefined }],
    ['a subject that is no id', { sub: "' OR 1=1 --" }],
    ['no session', { sid: undefined }],
    ['a session that is no id', { sid: '1' }],
    ['no role', { role: undefined }],
    ['an unknown role', { role: 'root' }],
    ['a list for a role', { role: ['admin'] }],
    ['an inherited name for a role', { role: 'constructor' }],
  ])('is invalid with %s, though signed with the secret', async (_, change) => {
    await expectInvalid(await forge(change));
  });

  it('is allowed to begin within the leeway', async () => {
    expect(await tokens.verify(await forge({ nbf: now + 30 }))).toEqual(amina);
  });

  it.each<[string, Partial<JWTHeaderParameters>]>([
    ['another type', { typ: 'JWT' }],
    ['no type', { typ: undefined }],
    ['HS512', { alg: 'HS512' }],
    ['HS384', { alg: 'HS384' }],
    ['an extension we do not know', { crit: ['fresh'], fresh: true }],
  ])('is invalid with %s, though signed with the secret', async (_, header) => {
    const long = Buffer.from(secret.repeat(2));
    const same = service(clock, secret.repeat(2));
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header })
      .sign(long, { crit: { fresh: true } });
    await expect(same.verify(token)).rejects.toSatisfy(InvalidToken.matches);
  });

  it('is invalid when it names its own key', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = await exportJWK(pair.publicKey);
    await expectInvalid(await forge({}, { alg: 'RS256', jwk }, pair.privateKey));

    const own = Buffer.from('a key of the forger, 32 bytes long!!');
    const secretJwk = { kty: 'oct', k: own.toString('base64url') };
    await expectInvalid(await forge({}, { jwk: secretJwk }, own));
    await expectInvalid(await forge({}, { kid: '../../../dev/null' }, createSecretKey(own)));
    await expectInvalid(await forge({}, { jku: 'https://forger.example/keys' }, own));
  });

  it.each([
    ['alg none', { alg: 'none', typ: 'at+jwt' }],
    ['alg None', { alg: 'None', typ: 'at+jwt' }],
    ['no alg', { typ: 'at+jwt' }],
    ['alg HS512', { alg: 'HS512', typ: 'at+jwt' }],
    ['alg RS256', { alg: 'RS256', typ: 'at+jwt' }],
  ])('is invalid with %s, whatever stands for a signature', async (_, header) => {
    const content = `${part(header)}.${part(claims)}`;
    const right = createHmac('sha256', secret).update(content).digest('base64url');
    await expectInvalid(`${content}.`);
    await expectInvalid(`${content}.${right}`);
  });

  it('is invalid with any one character changed, the last included', async () => {
    const { accessToken } = await tokens.issue(amina);
    await tokens.verify(accessToken);
    const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_='];
    for (const other of alphabet.filter((each) => each !== accessToken.at(-1))) {
      await expectInvalid(accessToken.slice(0, -1) + other);
    }
    for (let place = 0; place < accessToken.length; place += 1) {
      const other = accessToken[place] === 'A' ? 'B' : 'A';
      await expectInvalid(accessToken.slice(0, place) + other + accessToken.slice(place + 1));
    }
  });

  it.each([[''], ['.'], ['..'], ['a.b.c'], ['a.b.c.d.e'], ['\0']])('is not %j', async (text) => {
    await expectInvalid(text);
  });

  it('is not signed with a secret that is too short', () => {
    expect(() => service(clock, 'short')).toThrow('shorter');
  });
});
