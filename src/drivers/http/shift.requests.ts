import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { StoreHandle } from '../../catalog/index.js';
import { mostCapacity, usualCapacity, type Vehicle, vehicles } from '../domain/shift-terms.js';

export class SetDutyRequest {
  /** Whether you work now. Sending the present state again is safe. @example true */
  @IsBoolean()
  onDuty: boolean;

  /** Id or slug of the store to deliver for. */
  @StoreHandle()
  store?: string;

  /** Your vehicle. @example scooter */
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
