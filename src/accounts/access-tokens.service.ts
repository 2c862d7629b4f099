import { Injectable } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { validate } from 'uuid';
import { Clock } from '../kernel/clock.js';
import { AppConfig } from '../platform/index.js';
import { InvalidToken, TokenExpired } from './accounts.errors.js';
import { type Identity, isRole } from './identity.js';

const algorithm = 'HS256';
const type = 'at+jwt';
const issuer = 'larder';
const audience = 'larder-api';
/** The tolerated difference between the clocks of two machines. */
const leewaySeconds = 30;
const mostRemembered = 10_000;

/**
 * Compact form with a signature of 32 bytes, whose last character leaves two bits unused: if they
 * could be set, one token would have several spellings.
 */
const compact = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;

const signatureLength = 43;
const signatureOf = (token: string) => token.slice(-signatureLength);

interface Verified {
  readonly token: string;
  readonly identity: Identity;
  readonly expiresAt: number;
}

export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

/** Signs and checks access tokens (RFC 9068, without `jti` and `client_id`). */
@Injectable()
export class AccessTokensService {
  /** The first signs, all verify. */
  readonly #secrets: readonly Uint8Array[];
  readonly #lifeSeconds: number;
  /**
   * Tokens with a signature found right: another check, which costs more than the rest of a poll,
   * would answer the same. Whether the account may still do as the token says is for AccountStates.
   * The signatures are the keys: a cache hashes all of a key that comes in anew with each request, and tokens are long.
   */
  readonly #verified = new LRUCache<string, Verified>({ max: mostRemembered });

  constructor(
    config: AppConfig,
    private readonly clock: Clock,
  ) {
    this.#secrets = config.authSecrets.map((secret) => new TextEncoder().encode(secret));
    if (this.#secrets.length === 0 || this.#secrets.some(({ length }) => length < 32)) {
      throw new Error('A secret is missing, or shorter than an HS256 key.');
    }
    this.#lifeSeconds = config.accessTokenMinutes * 60;
  }

  async issue(identity: Identity): Promise<IssuedToken> {
    const issuedAt = Math.floor(this.#nowSeconds());
    const accessToken = await new SignJWT({ role: identity.role, sid: identity.sessionId })
      .setProtectedHeader({ alg: algorithm, typ: type })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(identity.accountId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + this.#lifeSeconds)
      .sign(this.#secrets[0]!);
    return { accessToken, expiresInSeconds: this.#lifeSeconds };
  }

  /** The token's identity, if its signature was right before and it has not expired since. */
  known(token: string): Identity | undefined {
    const signature = signatureOf(token);
    const found = this.#verified.get(signature);
    if (found?.token !== token) return undefined;
    if (this.#nowSeconds() < found.expiresAt + leewaySeconds) return found.identity;
    this.#verified.delete(signature);
    return undefined;
  }

  /** @throws token-expired, invalid-token */
  async verify(token: string): Promise<Identity> {
    const known = this.known(token);
    if (known) return known;
    const payload = await this.#payloadOf(token);
    const { sub, role, sid, exp } = payload;
    if (!validate(sub) || !isRole(role) || !validate(sid) || exp === undefined) {
      throw InvalidToken.because('The access token does not say whose it is.');
    }
    const identity = Object.freeze({ accountId: sub as string, role, sessionId: sid as string });
    this.#verified.set(signatureOf(token), { token, identity, expiresAt: exp });
    return identity;
  }

  async #payloadOf(token: string): Promise<JWTPayload> {
    if (!compact.test(token)) throw InvalidToken.because('This is not an access token.');
    for (const secret of this.#secrets) {
      try {
        return await this.#payloadBy(secret, token);
      } catch (error) {
        if (error instanceof errors.JWTExpired) {
          throw TokenExpired.because('The access token has expired.');
        }
        // Another secret may have signed it; any other fault is one under every secret.
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) break;
      }
    }
    // One detail for every reason, so that a forger learns nothing.
    throw InvalidToken.because('The access token was not issued here, or was changed.');
  }

  async #payloadBy(secret: Uint8Array, token: string): Promise<JWTPayload> {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: [algorithm],
      typ: type,
      issuer,
      audience,
      requiredClaims: ['sub', 'role', 'sid', 'iat', 'exp'],
      clockTolerance: leewaySeconds,
      currentDate: this.clock.now(),
    });
    return payload;
  }

  #nowSeconds(): number {
    return this.clock.now().getTime() / 1000;
  }
}
