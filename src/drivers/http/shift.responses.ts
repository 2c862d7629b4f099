import { ApiProperty } from '@nestjs/swagger';

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
}
