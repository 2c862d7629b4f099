import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PlaceResponse } from '../../catalog/index.js';

export class HoleResponse {
  @ApiProperty({ type: [PlaceResponse] })
  ring: PlaceResponse[];
}

export class ZoneResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000040' })
  id: string;

  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  storeId: string;

  @ApiProperty({ description: 'Counts edits; the ETag is this', example: 1 })
  version: number;

  @ApiProperty({ example: 'Marina' })
  name: string;

  @ApiProperty({ type: [PlaceResponse] })
  ring: PlaceResponse[];

  @ApiProperty({ type: [HoleResponse], example: [] })
  holes: HoleResponse[];

  @ApiProperty({ description: 'Where zones overlap the lowest number holds', example: 100 })
  priority: number;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Null: what the store’s terms say',
    example: 700,
  })
  feeMinor: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Null: what the store’s terms say',
    example: 10_000,
  })
  freeFromMinor: number | null;
}

export class ZonesResponse {
  @ApiProperty({ type: [ZoneResponse] })
  items: ZoneResponse[];
}
