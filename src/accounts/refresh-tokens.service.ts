import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parse, stringify } from 'uuid';
import { AppConfig, derivedKeys } from '../platform/index.js';
import type { LoginSession } from './login-session.js';

/** A refresh token as it came: nothing of it is proved yet. */
export interface PresentedToken {
  readonly sessionId: string;
  readonly generation: number;
  readonly signature: Buffer;
}

const idBytes = 16;
const generationBytes = 4;
const signatureBytes = 32;
const size = idBytes + generationBytes + signatureBytes;

type Signed = Pick<LoginSession, 'id' | 'seed'>;

/**
 * Refresh tokens: the session's id, a generation, and a signature over both with the session's seed.
 * A generation has one token, so that a lost answer can be repeated; whoever reads the database has
 * none without the secret.
 */
@Injectable()
export class RefreshTokens {
  readonly #keys: readonly [Buffer, ...Buffer[]];

  constructor(config: AppConfig) {
    this.#keys = derivedKeys(config, 'sessions');
  }

  of(session: Signed, generation: number): string {
    const named = nameOf(session.id, generation);
    return Buffer.concat([named, signed(this.#keys[0], session, named)]).toString('base64url');
  }

  /** Undefined for what is no refresh token, or another spelling of one. */
  read(token: string): PresentedToken | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== size || bytes.toString('base64url') !== token) return undefined;
    try {
      return {
        sessionId: stringify(bytes, 0),
        generation: bytes.readUInt32BE(idBytes),
        signature: bytes.subarray(size - signatureBytes),
      };
    } catch {
      // The bytes in the place of the id are none.
      return undefined;
    }
  }

  /** Whether the token was made here, for this session and with any of the secrets. */
  isGenuine(session: Signed, { generation, signature }: PresentedToken): boolean {
    const named = nameOf(session.id, generation);
    return this.#keys.some((key) => timingSafeEqual(signature, signed(key, session, named)));
  }
}

function nameOf(sessionId: string, generation: number): Buffer {
  const number = Buffer.alloc(generationBytes);
  number.writeUInt32BE(generation);
  return Buffer.concat([parse(sessionId), number]);
}

function signed(key: Buffer, { seed }: Signed, named: Buffer): Buffer {
  return createHmac('sha256', key).update(seed).update(named).digest();
}
