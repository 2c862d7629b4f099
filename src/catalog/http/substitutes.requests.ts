import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Max, Min } from 'class-validator';
import { WholeNumber } from '../../platform/index.js';
import { StoreQuery } from './store.requests.js';

export class SubstitutesQuery extends StoreQuery {
  @ApiPropertyOptional({ description: 'How many at most', minimum: 1, maximum: 20, default: 6 })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(20)
  limit: number = 6;
}
