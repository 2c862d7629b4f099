import { ApiProperty } from '@nestjs/swagger';

/** One field with an error. */
export class ProblemField {
  /** JSON Pointer to the field. @example /lines/0/quantity */
  pointer: string;

  /** @example max */
  code: string;

  /** @example "quantity must not be greater than 99" */
  detail?: string;

  /** `over-limit`: the product whose limit is exceeded. */
  @ApiProperty({ format: 'uuid' })
  productId?: string;

  /** `over-limit`: the most of it in one order. @example 6 */
  limit?: number;
}

export class QuotaResponse {
  /** @example pings */
  name: string;

  /** The most requests: in a window, or at once. @example 60 */
  requests: number;

  /** Left out where the limit is on requests under way at once. @example 60 */
  windowSeconds?: number;
}

/** application/problem+json (RFC 9457). */
export class Problem {
  /** @example urn:larder:problem:validation-failed */
  type: string;

  /** @example "The request is not valid" */
  title: string;

  /** @example 400 */
  status: number;

  /** Stable: clients may branch on it. @example validation-failed */
  code: string;

  /** What happened this time. @example "quantity must not be greater than 99" */
  detail: string;

  /** @example /v1/quotes */
  instance?: string;

  /** Quote it when you ask for help. @example 0190b6e2-0000-7000-8000-000000000001 */
  requestId: string;

  /** The fields that are to blame. */
  errors?: ProblemField[];

  /** `rate-limited`, `too-many-streams`: ask again after so many seconds. @example 5 */
  retryAfterSeconds?: number;

  /** `rate-limited`, `too-many-streams`: the limit that was reached. */
  quota?: QuotaResponse;
}
