/** How values of a kind are stored, and how long. */
export interface Storing<T> {
  /** What goes into the shared store: JSON. */
  encode(value: T): unknown;
  /** @throws when it is not what `encode` made: the entry is a miss then */
  decode(stored: unknown): T;
  /** Memory it takes in this process, in bytes. */
  bytes(value: T): number;
  /** How long this value lives, in milliseconds; undefined: as the policy says. */
  ttlMs?(value: T): number | undefined;
  /** When time alone makes it untrue, in epoch ms: it is not served from then on. Undefined: never. */
  trueUntil?(value: T): number | undefined;
}

export function jsonStoring<T>(): Storing<T> {
  return {
    encode: (value) => value,
    decode: (stored) => stored as T,
    bytes: (value) => Buffer.byteLength(JSON.stringify(value) ?? ''),
  };
}
