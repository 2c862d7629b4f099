import { ApiProperty } from '@nestjs/swagger';
import { AccountResponse } from '../../accounts/index.js';

export class StaffStoreResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  id: string;

  /** @example harbour */
  slug: string;

  /** @example "Harbour Grocers" */
  name: string;
}

export class StaffResponse extends AccountResponse {
  /** Works at every store, later ones too. @example false */
  allStores: boolean;

  /** The stores that the account works for; empty with `allStores`, and for nowhere. */
  stores: StaffStoreResponse[];
}

export class StaffPageResponse {
  items: StaffResponse[];

  /** Send it as `cursor` for the next page; null at the end. */
  @ApiProperty({ example: null })
  nextCursor: string | null;
}
