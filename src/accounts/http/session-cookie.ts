import type { SessionKind } from '../login-session.js';
import { CrossSiteRequest, InvalidRefreshToken } from '../accounts.errors.js';
import type { FastifyRequest } from 'fastify';

/**
 * The cookie of pages. It has no Path: browsers then send it to the routes beside login only (RFC
 * 6265 section 5.1.4), also where a proxy serves Larder below a prefix.
 * @param isSecure false only for trying over plain HTTP: some browsers refuse Secure there
 */
export class SessionCookie {
  readonly #name: string;
  readonly #attributes: string;

  constructor(isSecure: boolean) {
    this.#name = isSecure ? '__Secure-larder-session' : 'larder-session';
    this.#attributes = `HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  }

  /** The header that keeps the token for so long; 0 seconds remove it. */
  set(token: string, seconds: number): string {
    return `${this.#name}=${token}; Max-Age=${Math.max(0, Math.floor(seconds))}; ${this.#attributes}`;
  }

  /**
   * The refresh token of the request, and where it came from. A token in the body says itself that
   * the sender has it; a browser sends a cookie for whoever asks, so only its own pages may.
   * @throws cross-site-request, invalid-refresh-token
   */
  read(request: FastifyRequest, inBody: string | undefined): { token: string; kind: SessionKind } {
    if (inBody !== undefined) return { token: inBody, kind: 'app' };
    const found = this.#sent(request.headers.cookie);
    if (found.length === 0) {
      throw InvalidRefreshToken.because('Neither the body nor a cookie holds one.');
    }
    if (!isSameOrigin(request)) {
      throw CrossSiteRequest.because('Sec-Fetch-Site, or else Origin, does not name this site.');
    }
    // Of two, one was planted by a neighbouring site.
    if (found.length > 1) throw InvalidRefreshToken.because('There are several of the cookie.');
    return { token: found[0]!, kind: 'page' };
  }

  #sent(header = ''): string[] {
    const start = `${this.#name}=`;
    const pairs = header.split(';').map((pair) => pair.trim());
    return pairs.filter((pair) => pair.startsWith(start)).map((pair) => pair.slice(start.length));
  }
}

/** By Sec-Fetch-Site, which no page can set; browsers without it send Origin with each POST. */
function isSameOrigin({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: from } = new URL(origin);
  // A Host may name the usual port, which an Origin never does.
  return URL.canParse(`${protocol}//${host}`) && new URL(`${protocol}//${host}`).host === from;
}
