import { ApiProperty } from '@nestjs/swagger';

export class DestinationResponse {
  /** @example "Pier Street 4, flat 12" */
  line1: string;

  @ApiProperty({ format: 'double', example: 25.082 })
  lat: number;

  @ApiProperty({ format: 'double', example: 55.142 })
  lng: number;

  /** @example "Ring twice" */
  notes: string | null;

  /** @example +971501234567 */
  phone: string | null;

  /** The proof of delivery is a photo, not the PIN. @example false */
  leaveAtDoor: boolean;
}
