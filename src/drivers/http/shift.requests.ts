import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { StoreHandle } from '../../catalog/index.js';
import { mostCapacity, usualCapacity, type Vehicle, vehicles } from '../domain/shift-terms.js';

export class SetDutyRequest {
  /**
   * Whether you work now. Sending the present state again is safe; `true` begins another session.
   * @example true
   */
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

  /**
   * `session.epoch`, to go on with that session: it is answered again, and let in again. Left out:
   * you sign on, and a session begins that takes the place of the one before.
   * @example 1764580000000
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  epoch?: number;
}
