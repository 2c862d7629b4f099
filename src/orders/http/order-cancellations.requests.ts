import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';

export const cancelReasons = [
  'changed_mind',
  'ordered_by_mistake',
  'takes_too_long',
  'sold_out',
  'no_driver',
  'suspected_fraud',
  'other',
] as const;
export const rejectReasons = ['closed', 'sold_out', 'rush_hour'] as const;

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
