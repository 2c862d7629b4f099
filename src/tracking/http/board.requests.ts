import { IsOptional, IsString, Length } from 'class-validator';

export class BoardQuery {
  /** Id or slug of a store, such as `harbour`; left out: of all stores that you work for. */
  @IsOptional()
  @IsString()
  @Length(1, 80)
  store?: string;
}
