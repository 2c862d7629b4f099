import { hkdfSync } from 'node:crypto';
import type { AppConfig } from './app-config.js';

/**
 * Keys of their own for a purpose, one of each secret and in their order (RFC 5869): what is signed
 * for one purpose is never valid for another. The first signs, all verify.
 */
export function derivedKeys(
  { authSecrets }: Pick<AppConfig, 'authSecrets'>,
  purpose: string,
): readonly [Buffer, ...Buffer[]] {
  const [first, ...others] = authSecrets.map((secret) =>
    Buffer.from(hkdfSync('sha256', secret, '', `larder ${purpose}`, 32)),
  );
  if (!first) throw new Error('There is no secret to derive keys from.');
  return [first, ...others];
}
