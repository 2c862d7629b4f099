import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { cancelReasons, rejectReasons } from '../domain/order-reasons.js';

export class CancelRequest {
  @ApiProperty({ default: 'other', example: 'changed_mind' })
  @IsOptional()
  @IsIn(cancelReasons)
  reasonCode?: (typeof cancelReasons)[number];

  /** Free text. @example "We are not at home" */
  @IsOptional()
  @IsString()
  @Length(1, 300)
  reason?: string;
}

export class RejectRequest {
  /** @example rush_hour */
  @IsIn(rejectReasons)
  reasonCode: (typeof rejectReasons)[number];

  /** Free text. @example "Too many orders before yours" */
  @IsOptional()
  @IsString()
  @Length(1, 300)
  reason?: string;
}
