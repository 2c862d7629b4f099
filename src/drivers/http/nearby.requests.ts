import { IsOptional, Max, Min } from 'class-validator';
import { IsId, WholeNumber } from '../../platform/index.js';

export class NearbyDriversQuery {
  /** `id` of an order: the search is around its store. */
  @IsId()
  orderId: string;

  /** The radius, in metres. */
  @IsOptional()
  @WholeNumber()
  @Min(100)
  @Max(50_000)
  radiusM: number = 5000;

  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(50)
  limit: number = 10;
}
