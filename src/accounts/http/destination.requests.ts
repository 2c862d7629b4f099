import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsPhoneNumber } from 'class-validator';
import { IsText, Latitude, Longitude, OptionalText } from '../../platform/index.js';
import type { Destination } from '../address.js';
import { OptionalPhone } from './phone.decorator.js';

export class DeliverTo {
  /** Street, building, flat. @example "Pier Street 4, flat 12" */
  @IsText(200)
  line1: string;

  /** @example 25.082 */
  @Latitude()
  lat: number;

  /** @example 55.142 */
  @Longitude()
  lng: number;

  /** For the driver. @example "Ring twice" */
  @OptionalText(300)
  notes?: string;

  /** E.164: with the country code. */
  @OptionalPhone()
  @IsPhoneNumber()
  phone?: string;

  /**
   * Nobody has to be there: the driver takes a photo instead of asking for the PIN. Goods with a
   * minimum age are not left at the door.
   */
  @ApiProperty({ default: false })
  @IsOptional()
  @IsBoolean()
  leaveAtDoor?: boolean;
}

/** The destination of a request, with null for the fields left out. */
export function destinationOf(sent: DeliverTo): Destination {
  const { line1, lat, lng, notes, phone, leaveAtDoor } = sent;
  return {
    line1,
    lat,
    lng,
    notes: notes ?? null,
    phone: phone ?? null,
    leaveAtDoor: leaveAtDoor ?? false,
  };
}
