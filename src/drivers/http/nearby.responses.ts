import { ApiProperty } from '@nestjs/swagger';

export class NearbyPosition {
  @ApiProperty({ description: 'WGS 84 degrees', example: 25.0805 })
  lat: number;

  @ApiProperty({ description: 'WGS 84 degrees', example: 55.1403 })
  lng: number;
}

export class NearbyDriverResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000004' })
  driverId: string;

  @ApiProperty({ example: 'Dee Driver' })
  name: string;

  @ApiProperty({ description: 'From the store, as the crow flies', example: 850 })
  distanceM: number;

  @ApiProperty({ type: NearbyPosition })
  position: NearbyPosition;

  @ApiProperty({ description: 'Since the last position', example: 3 })
  ageSeconds: number;

  @ApiProperty({ example: 1 })
  activeDeliveries: number;

  @ApiProperty({ description: 'The most deliveries at a time', example: 2 })
  capacity: number;
}

export class NearbyDriversResponse {
  @ApiProperty({ type: [NearbyDriverResponse], description: 'The nearest first' })
  items: NearbyDriverResponse[];
}
