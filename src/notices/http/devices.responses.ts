import { ApiProperty } from '@nestjs/swagger';
import { type DevicePlatform, platforms } from '../carriers/notice-carrier.port.js';

export class DeviceResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-0000000000d1' })
  id: string;

  @ApiProperty({ enum: platforms, example: 'ios' })
  platform: DevicePlatform;

  /** When it was last kept. */
  @ApiProperty({ format: 'date-time', example: '2026-12-01T07:02:00.000Z' })
  keptAt: string;
}

export class DevicesResponse {
  /** The latest kept first; at most ten. */
  items: DeviceResponse[];
}
