import { ApiProperty } from '@nestjs/swagger';
import { type Work, workKinds } from '../../platform/index.js';

export class WorkResponse {
  /** `job`: given up after its last try. `fact`: a dead letter, not delivered to its listeners. */
  @ApiProperty({ enum: workKinds, example: 'job' })
  kind: Work['kind'];

  /** The queue of a job, or the type of a fact. @example orders.capture-payment */
  name: string;

  @ApiProperty({ format: 'uuid' })
  id: string;
}

export class FailedWorkResponse extends WorkResponse {
  /** When it was given up. */
  @ApiProperty({ format: 'date-time', example: '2026-03-01T02:12:00.000Z' })
  failedAt: string;

  /** The number of tries since it was made, or last retried. @example 11 */
  attempts: number;

  /**
   * The error of the last try; values of the payload are masked.
   * @example connect ECONNREFUSED 10.0.0.7:443
   */
  problem: string;
}

export class FailedWorkPageResponse {
  /** The latest first. */
  items: FailedWorkResponse[];

  /** Null on the last page. */
  nextCursor: string | null;
}
