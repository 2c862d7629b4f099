import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class DestinationResponse {
  @ApiProperty({ example: 'Pier Street 4, flat 12' })
  line1: string;

  @ApiProperty({ example: 25.082 })
  lat: number;

  @ApiProperty({ example: 55.142 })
  lng: number;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Ring twice' })
  notes: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: '+971501234567' })
  phone: string | null;

  @ApiProperty({ description: 'A photo is the proof, instead of the PIN', example: false })
  leaveAtDoor: boolean;
}
