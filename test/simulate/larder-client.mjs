// One person's requests to Larder, over HTTP and nothing else.

const answerMs = 10_000;
/** How long one request is tried again, in real milliseconds. */
const patienceMs = 120_000;
/** Refusals that only ask to come again: normal in a busy shop, and passing. */
const calm = new Set(['logins-busy', 'rate-limited']);

export class Client {
  accountId = null;
  #token = null;

  /** @param login {email, password} of an existing account */
  constructor(world, login) {
    this.world = world;
    this.login = login;
  }

  async logIn() {
    const answer = await this.ask('POST /v1/auth/login', {
      body: this.login,
      fine: ['invalid-credentials'],
      isPublic: true,
    });
    if (answer?.status !== 200) return false;
    this.#token = answer.body.accessToken;
    this.accountId = answer.body.account.id;
    return true;
  }

  /**
   * The answer: status, body, etag, its duration, and the code of a refusal. Tries again while
   * Larder cannot answer; null when that is pointless, with `once` after the first try. The caller
   * handles the refusals in `fine`, every other is a surprise; `not-found` of a route that Larder
   * may lack is not even counted.
   */
  async ask(route, { params = {}, fine = [], once = false, ...request } = {}) {
    const { world } = this;
    const giveUpAt = performance.now() + patienceMs;
    let tries = 0;
    while (!world.isAborted) {
      tries += 1;
      const answer = await this.#send(route, params, request);
      if (answer.code === undefined) return answer;
      // Stopped on the way by ourselves.
      if (answer.status === 0 && world.isAborted) return null;
      if (answer.code === 'not-found' && fine.includes('not-found')) return answer;
      // A login lasts for minutes, and a run may be longer.
      if (answer.code === 'token-expired' && (await this.logIn())) continue;
      world.meters.error(answer.code);
      const isAway = answer.status === 0 || answer.status >= 500;
      if (isAway) world.moved();
      const mayTryAgain = isAway || answer.status === 429;
      // A repeated request may have been done the first time.
      const isDone = tries > 1 && answer.code.startsWith('illegal-');
      if (!fine.includes(answer.code) && !calm.has(answer.code) && !isDone) {
        world.meters.surprise(route, answer.code, answer.detail);
      }
      if (!mayTryAgain || once) return answer;
      if (performance.now() > giveUpAt) return null;
      await world.realWait(answer.retryAfterMs ?? 500);
    }
    return null;
  }

  /** The body of a successful answer; null otherwise. */
  async take(route, options) {
    const answer = await this.ask(route, options);
    return answer && answer.code === undefined ? answer.body : null;
  }

  async #send(route, params, { body, query, headers = {}, isPublic = false }) {
    const [method, pattern] = route.split(' ');
    const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name]));
    const search = query ? `?${new URLSearchParams(query)}` : '';
    const began = performance.now();
    const stop = new AbortController();
    const tooLong = new DOMException('No answer came in time', 'TimeoutError');
    const timer = setTimeout(() => stop.abort(tooLong), answerMs);
    const forget = this.world.whenAborted(() => stop.abort());
    try {
      const response = await fetch(this.world.options.url + path + search, {
        method,
        headers: {
          ...(this.#token && !isPublic && { authorization: `Bearer ${this.#token}` }),
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body && JSON.stringify(body),
        signal: stop.signal,
      });
      const text = await response.text();
      return answerOf(response, text, performance.now() - began);
    } catch (error) {
      return { status: 0, code: 'no-answer', detail: String(error.cause?.code ?? error.name) };
    } finally {
      clearTimeout(timer);
      forget();
    }
  }
}

function answerOf({ status, headers }, text, ms) {
  const isJson = headers.get('content-type')?.includes('json') && text !== '';
  const body = isJson ? JSON.parse(text) : null;
  const answer = { status, body, ms, etag: headers.get('etag') };
  if (status < 400 && (body !== null || status === 304)) return answer;
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return {
    ...answer,
    code: body?.code ?? (status < 400 ? 'not-json' : `http-${status}`),
    detail: body?.detail ?? '',
    ...(Number.isFinite(seconds) && { retryAfterMs: seconds * 1000 }),
  };
}
