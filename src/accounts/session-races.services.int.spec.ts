// Fifty tabs in each of two processes refresh at once: the result with the conditional update, and
// without.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshConfig } from '../../test/support/ground.js';
import { type Answer, Larder } from '../../test/support/larder.js';
import { tally, wanted } from '../../test/support/people.js';
import { logOut, newLogin, refresh } from '../../test/support/sessions.js';
import { Database } from '../platform/index.js';
import { LoginSessionRepository } from './login-session.repository.js';

const tabs = 50;

let fleet: Larder[];
beforeAll(async () => {
  const config = await freshConfig();
  fleet = [await Larder.openWith(config), await Larder.openWith(config)];
});
afterAll(() => Promise.all((fleet ?? []).map((larder) => larder.close())));

const inAllTabs = (work: (larder: Larder) => Promise<Answer>) =>
  Promise.all(fleet.flatMap((larder) => Array.from({ length: tabs }, () => work(larder))));
const inAllOnce = (token: string) => inAllTabs((larder) => refresh(larder, token));

describe('tabs that refresh at once', () => {
  it('all get the same next token, round after round', async () => {
    let { refreshToken: token } = await newLogin(fleet[0]!);
    for (let round = 1; round <= 5; round += 1) {
      const answers = await inAllOnce(token!);
      expect(tally(answers)).toEqual({ '200': 2 * tabs });
      const tokens = new Set(answers.map(({ body }) => body.refreshToken));
      expect(tokens.size).toBe(1);
      [token] = [...tokens];
    }
  });

  it('would lose their session if each of them exchanged the token', async () => {
    const { refreshToken } = await newLogin(fleet[0]!);
    const restore = fleet.map(naively);
    const answers = await inAllOnce(refreshToken!).finally(() => restore.forEach((undo) => undo()));
    const got = answers.filter(({ status }) => status === 200);
    expect(got.length).toBeGreaterThan(1);
    const next = await refresh(fleet[0]!, got[0]!.body.refreshToken);
    expect([next.status, next.body.code]).toEqual([401, 'session-ended']);
  });

  it('while one logs out are refused from then on', async () => {
    const { refreshToken } = await newLogin(fleet[0]!);
    const [answers] = await Promise.all([
      inAllOnce(refreshToken!),
      wanted(204, logOut(fleet[1]!, refreshToken)),
    ]);
    const counted = tally(answers);
    expect((counted['200'] ?? 0) + (counted['401 session-ended'] ?? 0)).toBe(2 * tabs);
    expect(tally(await inAllOnce(refreshToken!))).toEqual({ '401 session-ended': 2 * tabs });
  });
});

/** Exchanges the token whoever has exchanged it before. */
function naively({ app }: Larder): () => void {
  const sessions = app.get(LoginSessionRepository);
  sessions.rotate = async (id, _generation, now) => {
    await app
      .get(Database)
      .query(
        'UPDATE login_sessions SET generation = generation + 1, rotated_at = $2 WHERE id = $1',
        [id, now],
      );
    return true;
  };
  return () => delete (sessions as Partial<LoginSessionRepository>).rotate;
}
