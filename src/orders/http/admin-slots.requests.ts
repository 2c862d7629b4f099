import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { StoreQuery } from '../../catalog/index.js';
import { IsInstant, MayBeLeftOut, WholeNumber } from '../../platform/index.js';

export class SlotsQuery extends StoreQuery {
  @ApiPropertyOptional({
    format: 'date-time',
    description: 'With its offset from UTC; now when left out',
    example: '2026-12-01T00:00:00Z',
  })
  @MayBeLeftOut()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ description: 'How many days from then', minimum: 1, maximum: 31 })
  @MayBeLeftOut()
  @WholeNumber()
  @Min(1)
  @Max(31)
  days: number = 14;
}

export class CreateSlotRequest extends StoreQuery {
  @ApiProperty({
    format: 'date-time',
    description: 'With its offset from UTC; in the next fourteen days',
    example: '2026-12-01T12:00:00+04:00',
  })
  @IsInstant()
  startsAt: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T14:00:00+04:00' })
  @IsInstant()
  endsAt: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Until when it can be chosen; until it begins when left out',
    example: '2026-12-01T11:00:00+04:00',
  })
  @MayBeLeftOut()
  @IsInstant()
  cutoffAt?: string;

  @ApiProperty({
    description: 'How many orders it takes',
    minimum: 1,
    maximum: 10_000,
    example: 20,
  })
  @IsInt()
  @Min(1)
  @Max(10_000)
  capacity: number;
}

export class ChangeSlotRequest {
  @ApiPropertyOptional({
    description: 'At least as many as have it; left out: it stays',
    minimum: 1,
    maximum: 10_000,
    example: 30,
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(10_000)
  capacity?: number;

  @ApiPropertyOptional({
    description: 'Takes no more orders; those who have it keep it. Left out: it stays',
    example: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  closed?: boolean;
}
