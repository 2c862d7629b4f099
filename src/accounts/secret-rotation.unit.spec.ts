// What was signed with the old secret stays valid beside a new one, and no longer.
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { ManualClock } from '../kernel/clock.js';
import { type AppConfig, CursorCodec } from '../platform/index.js';
import { AccessTokensService } from './access-tokens.service.js';
import { InvalidToken } from './accounts.errors.js';
import { RefreshTokens } from './refresh-tokens.service.js';

const [former, latter] = [randomBytes(48).toString('base64'), randomBytes(48).toString('base64')];
const session = { id: '0190b6e2-7c1a-7000-8000-00000000005e', seed: randomBytes(32) };
const amina = {
  accountId: '0190b6e2-7c1a-7000-8000-3f5b2a9c1d10',
  role: 'customer',
  sessionId: session.id,
} as const;

function processWith(...authSecrets: string[]) {
  const config = { authSecrets, accessTokenMinutes: 15 } as unknown as AppConfig;
  const refresh = new RefreshTokens(config);
  const cursors = new CursorCodec(config);
  return {
    access: new AccessTokensService(config, new ManualClock('2026-03-01T09:00:00Z')),
    cursor: () => cursors.encode('orders', [7]),
    reads: (cursor: string) => cursors.decode('orders', cursor),
    refreshToken: () => refresh.of(session, 3),
    isGenuine: (token: string) => refresh.isGenuine(session, refresh.read(token)!),
  };
}

const before = processWith(former);
const during = processWith(latter, former);
const after = processWith(latter);

it('access tokens', async () => {
  const { accessToken: old } = await before.access.issue(amina);
  expect(await during.access.verify(old)).toEqual(amina);
  await expect(after.access.verify(old)).rejects.toSatisfy(InvalidToken.matches);
  const { accessToken } = await during.access.issue(amina);
  expect(await after.access.verify(accessToken)).toEqual(amina);
});

it('refresh tokens', () => {
  expect(during.isGenuine(before.refreshToken())).toBe(true);
  expect(after.isGenuine(before.refreshToken())).toBe(false);
  expect(after.isGenuine(during.refreshToken())).toBe(true);
});

it('cursors', () => {
  expect(during.reads(before.cursor())).toEqual([7]);
  expect(() => after.reads(before.cursor())).toThrow('was not made by this list');
  expect(after.reads(during.cursor())).toEqual([7]);
});
