import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsId, IsText, OptionalText } from '../../platform/index.js';
import { type ClaimKind, claimKinds } from '../domain/payment-claim.js';

export class ClaimLineRequest {
  /** `id` of one of the order’s lines. */
  @IsId()
  lineId: string;

  /** @example damaged */
  @IsIn(claimKinds)
  kind: ClaimKind;

  /** Quantity of the delivered goods: pieces, or grams. @example 1 */
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

  /** Free text. @example "Two eggs were broken" */
  @OptionalText(1000)
  note?: string;

  /** Reference of the photo in your app’s storage. @example claims/2026/eggs.jpg */
  @OptionalText(500)
  photoReference?: string;
}

export class RefundRequest {
  /** A line to refund, at most by its price; left out: the order as a whole. */
  @IsOptional()
  @IsId()
  lineId?: string;

  /** Minor units of the order’s currency; at most the unrefunded charge. @example 250 */
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  amountMinor: number;

  /** Free text. @example "Two hours late" */
  @IsText(300)
  reason: string;
}
