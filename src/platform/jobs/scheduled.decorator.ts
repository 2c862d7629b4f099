import { SetMetadata } from '@nestjs/common';

export const SCHEDULE = 'larder:schedule';

export interface Schedule {
  readonly name: string;
  readonly cron: string;
}

/**
 * Runs a provider's method on a schedule: as a job, so in one process at a time, and again when it
 * fails. A second run must find nothing to do.
 * @param name `<module>.<imperative>`: also the queue's name
 * @param cron minute, hour, day of the month, month, weekday; UTC
 */
export const Scheduled = (name: string, cron: string): MethodDecorator =>
  SetMetadata(SCHEDULE, { name, cron } satisfies Schedule);
