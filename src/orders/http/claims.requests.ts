import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { type ClaimKind, claimKinds } from '../domain/payment-claim.js';

export class ClaimLineRequest {
  /** `id` of one of the order’s lines. */
  @IsUUID()
  lineId: string;

  /** @example damaged */
  @IsIn(claimKinds)
  kind: ClaimKind;

  /** How much of what was delivered: pieces, or grams. @example 1 */
  @IsInt()
  @Min(1)
  @Max(100_000)
  quantity: number;
}

export class ClaimRequest {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ClaimLineRequest)
  lines: ClaimLineRequest[];

  /** In words. @example "Two eggs were broken" */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  note?: string;

  /** Where your app keeps the photo. @example claims/2026/eggs.jpg */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  photo?: string;
}

export class RefundRequest {
  /** Of a line, and at most what it cost; left out: of the order as a whole. */
  @IsOptional()
  @IsUUID()
  lineId?: string;

  /** In minor units of the order’s currency; at most what was charged and is left. @example 250 */
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  amountMinor: number;

  /** In words. @example "Two hours late" */
  @IsString()
  @Length(1, 300)
  reason: string;
}
