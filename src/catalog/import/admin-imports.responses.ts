import { ApiProperty } from '@nestjs/swagger';
import {
  type ImportKind,
  type ImportStatus,
  type MissingChoice,
  missingChoices,
  type Outcome,
  outcomes,
} from './import-status.js';

export class ImportResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  storeId: string;

  kind: ImportKind;

  /** What becomes of goods on sale that the file does not have. */
  @ApiProperty({ enum: missingChoices })
  missing: MissingChoice;

  /** If more are missing, all of them stay. @example 20 */
  mostMissingPercent: number;

  /** True: nothing is changed, and the counts say what would be. */
  dryRun: boolean;

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

  /** Goods on sale that the file does not have, and that were changed for it. @example 3 */
  missingCount: number;

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
  /** Line of the file, from 1; null for goods that the file does not have. @example 17 */
  line: number | null;

  /** @example LD-0101 */
  sku: string | null;

  /**
   * Why it was rejected, what could not be used of it, or what became of missing goods; empty for
   * rows that a dry run only lists. @example ["The price “0” must be above 0."]
   */
  reasons: string[];

  /**
   * What became of it, in a dry run what would. `missing`: the file does not have it, and it was
   * changed for that.
   */
  @ApiProperty({ enum: outcomes })
  outcome: Outcome;
}

export class ImportReportResponse {
  /** In the order of the file; after it the goods that it does not have. */
  items: ReportedRowResponse[];

  /** Null on the last page. */
  nextCursor: string | null;
}
