import type { DataSource } from 'typeorm';

const share = 1 / 4;

/**
 * As many of the pool's connections as one kind of background work may hold: the jobs have a
 * quarter, the relay has another, and requests find the rest.
 */
export function shareOfPool({ options: { poolSize = 1 } }: DataSource): number {
  return Math.max(1, Math.floor(poolSize * share));
}
