import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsLatitude,
  IsLongitude,
  IsNumber,
  IsOptional,
  IsPhoneNumber,
  IsString,
  Length,
} from 'class-validator';
import type { Destination } from '../address.js';

export class DeliverTo {
  @ApiProperty({ description: 'Street, building, flat', example: 'Pier Street 4, flat 12' })
  @IsString()
  @Length(1, 200)
  line1: string;

  @ApiProperty({ minimum: -90, maximum: 90, example: 25.082 })
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @IsLatitude()
  lat: number;

  @ApiProperty({ minimum: -180, maximum: 180, example: 55.142 })
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @IsLongitude()
  lng: number;

  @ApiPropertyOptional({ description: 'For the driver', example: 'Ring twice' })
  @IsOptional()
  @IsString()
  @Length(1, 300)
  notes?: string;

  @ApiPropertyOptional({ description: 'E.164', example: '+971501234567' })
  @IsOptional()
  @IsPhoneNumber()
  phone?: string;

  @ApiPropertyOptional({
    default: false,
    description: 'Nobody has to be there: the driver takes a photo instead of asking for the PIN',
  })
  @IsOptional()
  @IsBoolean()
  leaveAtDoor?: boolean;
}

/** As a client sends it, with what it leaves out. */
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
