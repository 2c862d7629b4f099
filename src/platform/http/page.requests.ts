import { IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { WholeNumber } from './whole-number.decorator.js';

/** Which part of a list. */
export class PageQuery {
  /** How many at most. */
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(100)
  limit: number = 24;

  /** `nextCursor` of the page before, with the same query. */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  cursor?: string;
}
