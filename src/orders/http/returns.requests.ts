import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { dispositions } from '../use-cases/return-order.service.js';

export class ReturnedLineRequest {
  @ApiProperty({ description: '`id` of one of the order’s lines', format: 'uuid' })
  @IsUUID()
  lineId: string;

  @ApiProperty({
    enum: dispositions,
    description: '`put_back`: on the shelf, for sale again; `write_off`: not fit to be sold',
    example: 'write_off',
  })
  @IsIn(dispositions)
  disposition: (typeof dispositions)[number];
}

export class ReturnOrderRequest {
  @ApiPropertyOptional({
    type: [ReturnedLineRequest],
    maxItems: 100,
    description: 'Lines that are not named are put back',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ArrayUnique(({ lineId }: ReturnedLineRequest) => lineId)
  @ValidateNested({ each: true })
  @Type(() => ReturnedLineRequest)
  lines?: ReturnedLineRequest[];
}
