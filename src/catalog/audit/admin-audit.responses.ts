import { ApiProperty } from '@nestjs/swagger';
import { type AuditOutcome, auditOutcomes } from '../../platform/index.js';

export class AuditLineResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-01T02:12:00.000Z' })
  at: string;

  /** What was done or tried. @example price.set */
  action: string;

  /** `limited`: refused because it came too often. */
  @ApiProperty({ enum: auditOutcomes, example: 'done' })
  outcome: AuditOutcome;

  /** The code of the refusal, or what else gave rise to it. @example invalid-credentials */
  reason: string | null;

  /** The account of whoever did it; null where nobody is known. */
  @ApiProperty({ format: 'uuid', type: String, nullable: true })
  actorId: string | null;

  /** The role then; `nobody` without a login, `system` without a request. @example admin */
  actorRole: string;

  /** Equal for equal emails that are of no account, or were not looked up; the email cannot be read. */
  emailHash: string | null;

  /** The client's network address, as limits count it. @example 203.0.113.7 */
  address: string | null;

  /** `requestId` of the answer, and of the log. */
  requestId: string | null;

  /** @example product */
  subjectType: string | null;

  @ApiProperty({ format: 'uuid', type: String, nullable: true })
  subjectId: string | null;

  @ApiProperty({ format: 'uuid', type: String, nullable: true })
  storeId: string | null;

  /** The fields that changed, before; null for something new. */
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { priceMinor: 900 },
  })
  before: Record<string, unknown> | null;

  /** The fields that changed, after; null for something removed. */
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { priceMinor: 950 },
  })
  after: Record<string, unknown> | null;
}

export class AuditPageResponse {
  /** The latest first. */
  items: AuditLineResponse[];

  /** Null on the last page. */
  nextCursor: string | null;
}
