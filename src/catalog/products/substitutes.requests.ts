import { IsOptional, Max, Min } from 'class-validator';
import { WholeNumber } from '../../platform/index.js';
import { StoreQuery } from '../stores/store.requests.js';

export class SubstitutesQuery extends StoreQuery {
  /** The largest number of substitutes. */
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(20)
  limit: number = 6;
}
