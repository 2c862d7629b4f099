import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { mostCapacity, usualCapacity, type Vehicle, vehicles } from '../domain/shift-terms.js';

export class SetDutyRequest {
  /** Whether the driver works now. Sending the present state again is safe. */
  @ApiProperty({ example: true })
  @IsBoolean()
  onDuty: boolean;

  /** Id or slug of the store the driver works for; may be left out while there is only one. */
  @ApiPropertyOptional({ maxLength: 60 })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  store?: string;

  /** What the driver goes by. */
  @ApiPropertyOptional({ enum: vehicles, example: 'scooter' })
  @IsOptional()
  @IsIn(vehicles)
  vehicle?: Vehicle;

  /** The most deliveries to have at a time. */
  @ApiPropertyOptional({ minimum: 1, maximum: mostCapacity, default: usualCapacity, example: 2 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(mostCapacity)
  capacity?: number;
}
