import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { StoreHandle } from '../../catalog/index.js';
import { mostCapacity, usualCapacity, type Vehicle, vehicles } from '../domain/shift-terms.js';

export class SetDutyRequest {
  /** Whether the driver works now. Sending the present state again is safe. @example true */
  @IsBoolean()
  onDuty: boolean;

  /** Whose orders the driver delivers. */
  @StoreHandle()
  store?: string;

  /** What the driver goes by. @example scooter */
  @IsOptional()
  @IsIn(vehicles)
  vehicle?: Vehicle;

  /** The most deliveries to have at a time. @example 2 */
  @ApiProperty({ default: usualCapacity })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(mostCapacity)
  capacity?: number;
}
