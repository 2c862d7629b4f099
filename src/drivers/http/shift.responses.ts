import { ApiProperty } from '@nestjs/swagger';
import { type Vehicle, vehicles } from '../domain/shift-terms.js';

export class DriverSession {
  @ApiProperty({
    description: 'Goes into every POST /v1/driver/location of this shift',
    example: 1_764_580_000_000,
  })
  epoch: number;
}

export class DutyResponse {
  @ApiProperty({ example: true })
  onDuty: boolean;

  @ApiProperty({ type: DriverSession, nullable: true, description: 'Null when off duty' })
  session: DriverSession | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'When the open shift began; null when off duty',
    example: '2026-03-01T08:00:00.000Z',
  })
  startedAt: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The store the driver works for; null when off duty',
    example: '0190b6e2-5f00-7000-8000-000000000001',
  })
  storeId: string | null;

  @ApiProperty({
    enum: vehicles,
    nullable: true,
    description: 'Null when the driver did not say, or is off duty',
    example: 'scooter',
  })
  vehicle: Vehicle | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'The most deliveries at a time; null when off duty',
    example: 2,
  })
  capacity: number | null;
}
