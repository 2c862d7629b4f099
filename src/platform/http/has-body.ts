import type { IncomingHttpHeaders } from 'node:http';

/** Whether a body follows the head (RFC 9112 section 6.3): either header announces one. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
