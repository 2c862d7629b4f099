import { IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { WholeNumber } from './whole-number.decorator.js';

/** A page of a list. */
export class PageQuery {
  /** The most items on the page. */
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(100)
  limit: number = 24;

  /** `nextCursor` of the previous page of the same query. */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  cursor?: string;
}
