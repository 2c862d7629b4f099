import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';

export class AssignOrderRequest {
  /** The account id of a driver on shift: `drivers[].driverId` of GET /v1/ops/board. */
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000d' })
  @IsUUID()
  driverId: string;
}
