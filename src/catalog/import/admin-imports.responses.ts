import { ApiProperty } from '@nestjs/swagger';
import type { ImportKind, ImportStatus } from './import-status.js';

export class ImportResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  storeId: string;

  kind: ImportKind;

  @ApiProperty({ enum: ['running', 'done', 'cancelled', 'failed'] })
  status: ImportStatus;

  /** Lines of the file, the header included. @example 501 */
  lineCount: number;

  /** Rows handled so far. @example 500 */
  read: number;

  /** @example 20 */
  created: number;

  /** @example 470 */
  updated: number;

  /** @example 8 */
  unchanged: number;

  /** Their reasons are in `…/report`. @example 2 */
  rejected: number;

  /** Rows that landed without a field that could not be used. @example 1 */
  noted: number;

  /** Why the import failed. */
  problem: string | null;

  /** Milliseconds until the next poll makes sense; null once the import rests. @example 1000 */
  pollAfterMs: number | null;

  /** @example 2026-03-01T08:00:00.000Z */
  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  /** @example 2026-03-01T08:00:07.000Z */
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class ReportedRowResponse {
  /** Line of the file, from 1. @example 17 */
  line: number;

  /** @example LD-0101 */
  sku: string | null;

  /** @example ["The price “0” must be above 0."] */
  reasons: string[];

  /** True: the row landed, without what the reasons name. */
  landed: boolean;
}

export class ImportReportResponse {
  /** In the order of the file. */
  items: ReportedRowResponse[];

  /** Null on the last page. */
  nextCursor: string | null;
}
