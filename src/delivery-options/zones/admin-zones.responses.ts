import { ApiProperty } from '@nestjs/swagger';
import { PlaceResponse } from '../../catalog/index.js';

export class HoleResponse {
  ring: PlaceResponse[];
}

export class ZoneResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000040' })
  id: string;

  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  /** Counts edits; the ETag is this number. @example 1 */
  version: number;

  /** @example Marina */
  name: string;

  ring: PlaceResponse[];

  /** @example [] */
  holes: HoleResponse[];

  /** Where zones overlap, the lowest number wins. @example 100 */
  priority: number;

  /** Null: the fee of the store’s terms. @example 700 */
  feeMinor: number | null;

  /** Null: the threshold of the store’s terms. @example 10000 */
  freeFromMinor: number | null;
}

export class ZonesResponse {
  items: ZoneResponse[];
}
