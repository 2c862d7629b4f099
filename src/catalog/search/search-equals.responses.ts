import { ApiProperty } from '@nestjs/swagger';

export class EqualTermsResponse {
  /** In lower case, without accents. @example ["yogurt", "yoghurt"] */
  terms: string[];
}

export class SearchEqualsResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000001' })
  storeId: string;

  /** Counts edits; 0 while the store follows the list that Larder comes with. @example 1 */
  version: number;

  /** A search for one of a set’s terms also finds what has another of them. */
  sets: EqualTermsResponse[];
}
