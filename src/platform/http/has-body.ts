import type { IncomingHttpHeaders } from 'node:http';

/** Whether bytes follow the head (RFC 9112 section 6.3): nothing follows where neither is said. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
