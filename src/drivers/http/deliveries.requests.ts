import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';

export class DeliverRequest {
  /** What the customer paid, in minor units of the order's currency: `cashToCollect` exactly. */
  @ApiProperty({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, example: 2_050 })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  cashCollectedMinor: number;
}
