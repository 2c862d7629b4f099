/** How values of one kind are stored, and for how long. */
export interface Storing<T> {
  /** The value as JSON for the shared store. */
  encode(value: T): unknown;
  /** @throws when the value is not one of `encode`: the entry is then a miss */
  decode(stored: unknown): T;
  /** The value's memory in this process, in bytes. */
  bytes(value: T): number;
  /** How long this value lives, in milliseconds; undefined: as the policy says. */
  ttlMs?(value: T): number | undefined;
  /** When time alone makes the value untrue, in epoch ms; not served after it. Undefined: never. */
  trueUntil?(value: T): number | undefined;
}

export function jsonStoring<T>(): Storing<T> {
  return {
    encode: (value) => value,
    decode: (stored) => stored as T,
    bytes: (value) => Buffer.byteLength(JSON.stringify(value) ?? ''),
  };
}
