import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type ImportKind, importKinds, type ImportStatus } from '../imports/imports.queries.js';

export class ImportResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  storeId: string;

  @ApiProperty({ enum: importKinds })
  kind: ImportKind;

  @ApiProperty({ enum: ['running', 'done', 'cancelled', 'failed'] })
  status: ImportStatus;

  @ApiProperty({ description: 'Of the file, the header included', example: 501 })
  lines: number;

  @ApiProperty({ description: 'Rows that are done with', example: 500 })
  read: number;

  @ApiProperty({ example: 20 })
  created: number;

  @ApiProperty({ example: 470 })
  updated: number;

  @ApiProperty({ example: 8 })
  unchanged: number;

  @ApiProperty({ description: 'Why, says `…/report`', example: 2 })
  rejected: number;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Why it failed' })
  problem: string | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Ask again after so many milliseconds; null once it rests',
    example: 1000,
  })
  pollAfterMs: number | null;

  @ApiProperty({ example: '2026-03-01T08:00:00.000Z' })
  createdAt: string;

  @ApiProperty({ example: '2026-03-01T08:00:07.000Z' })
  updatedAt: string;
}

export class RejectedRowResponse {
  @ApiProperty({ description: 'Of the file, from 1', example: 17 })
  line: number;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'LD-0101' })
  sku: string | null;

  @ApiProperty({ type: [String], example: ['The price “0” must be above 0.'] })
  reasons: string[];
}

export class ImportReportResponse {
  @ApiProperty({ type: [RejectedRowResponse], description: 'In the order of the file' })
  items: RejectedRowResponse[];

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Null on the last page' })
  nextCursor: string | null;
}
