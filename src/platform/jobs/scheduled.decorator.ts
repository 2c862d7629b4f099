import { SetMetadata } from '@nestjs/common';

export const SCHEDULE = 'larder:schedule';

export interface Schedule {
  readonly name: string;
  readonly cron: string;
}

/**
 * Runs the method of a provider by itself: as a job, so in one process at a time, and again when it
 * fails. It must leave a second run nothing to do.
 * @param name `<module>.<imperative>`: also the queue's name
 * @param cron minute, hour, day of the month, month, weekday; UTC
 */
export const Scheduled = (name: string, cron: string): MethodDecorator =>
  SetMetadata(SCHEDULE, { name, cron } satisfies Schedule);
