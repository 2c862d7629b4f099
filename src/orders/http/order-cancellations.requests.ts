import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { OptionalText } from '../../platform/index.js';
import { cancelReasons, rejectReasons } from '../domain/order-reasons.js';

export class CancelRequest {
  @ApiProperty({ default: 'other', example: 'changed_mind' })
  @IsOptional()
  @IsIn(cancelReasons)
  reasonCode?: (typeof cancelReasons)[number];

  /** Free text. @example "We are not at home" */
  @OptionalText(300)
  reason?: string;
}

export class RejectRequest {
  /** @example rush_hour */
  @IsIn(rejectReasons)
  reasonCode: (typeof rejectReasons)[number];

  /** Free text. @example "Too many orders before yours" */
  @OptionalText(300)
  reason?: string;
}
