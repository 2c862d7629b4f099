import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { WholeNumber } from '../../platform/index.js';

export class FailedWorkQuery {
  @ApiPropertyOptional({ description: 'How many at most', minimum: 1, maximum: 100, default: 24 })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(100)
  limit: number = 24;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before' })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  cursor?: string;
}
