import type { DataSource } from 'typeorm';

const share = 1 / 4;

/**
 * The number of connections that one kind of background work may hold: a quarter of the pool for
 * jobs, a quarter for the relay; the rest is for requests.
 */
export function shareOfPool({ options: { poolSize = 1 } }: DataSource): number {
  return Math.max(1, Math.floor(poolSize * share));
}
