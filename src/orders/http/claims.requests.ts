import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
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
import { type ClaimKind, claimKinds } from '../domain/payment-refund.js';

export class ClaimLineRequest {
  @ApiProperty({ format: 'uuid', description: '`id` of one of the order’s lines' })
  @IsUUID()
  lineId: string;

  @ApiProperty({ enum: claimKinds, example: 'damaged' })
  @IsIn(claimKinds)
  kind: ClaimKind;

  @ApiProperty({
    description: 'How much of what was delivered: pieces, or grams',
    minimum: 1,
    maximum: 100_000,
    example: 1,
  })
  @IsInt()
  @Min(1)
  @Max(100_000)
  quantity: number;
}

export class ClaimRequest {
  @ApiProperty({ type: [ClaimLineRequest], minItems: 1, maxItems: 100 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ClaimLineRequest)
  lines: ClaimLineRequest[];

  @ApiPropertyOptional({ description: 'In words', example: 'Two eggs were broken' })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  note?: string;

  @ApiPropertyOptional({
    description: 'Where your app keeps the photo',
    example: 'claims/2026/eggs.jpg',
  })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  photo?: string;
}

export class RefundRequest {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Of a line, and at most what it cost; left out: of the order as a whole',
  })
  @IsOptional()
  @IsUUID()
  lineId?: string;

  @ApiProperty({
    description: 'In minor units of the order’s currency; at most what was charged and is left',
    minimum: 1,
    maximum: 1_000_000_000,
    example: 250,
  })
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  amountMinor: number;

  @ApiProperty({ description: 'In words', example: 'Two hours late' })
  @IsString()
  @Length(1, 300)
  reason: string;
}
