import { ApiProperty } from '@nestjs/swagger';

export class NearbyPosition {
  /** WGS 84 degrees. @example 25.0805 */
  @ApiProperty({ format: 'double' })
  lat: number;

  /** WGS 84 degrees. @example 55.1403 */
  @ApiProperty({ format: 'double' })
  lng: number;
}

export class NearbyDriverResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000004' })
  driverId: string;

  /** @example "Dee Driver" */
  name: string;

  /** Distance from the store, as the crow flies, in metres. @example 850 */
  distanceM: number;

  position: NearbyPosition;

  /** Seconds since the position was made, as far as that can be told. @example 3 */
  ageSeconds: number;

  /** False: the phone said no time, or its clock is not known yet. @example true */
  ageKnown: boolean;

  /** @example 1 */
  activeDeliveries: number;

  /** The most deliveries at a time. @example 2 */
  capacity: number;
}

export class NearbyDriversResponse {
  /** The nearest first. */
  items: NearbyDriverResponse[];
}
