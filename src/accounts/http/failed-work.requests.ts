import { IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { WholeNumber } from '../../platform/index.js';

export class FailedWorkQuery {
  /** How many at most. */
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(100)
  limit: number = 24;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  cursor?: string;
}
