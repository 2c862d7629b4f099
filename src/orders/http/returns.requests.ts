import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import { IsId } from '../../platform/index.js';
import { dispositions } from '../use-cases/return-order.service.js';

export class ReturnedLineRequest {
  /** `id` of one of the order’s lines. */
  @IsId()
  lineId: string;

  /**
   * `put_back`: on the shelf, for sale again; `write_off`: not fit to be sold.
   * @example write_off
   */
  @IsIn(dispositions)
  disposition: (typeof dispositions)[number];
}

export class ReturnOrderRequest {
  /** Lines left out are put back. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ArrayUnique((line: Partial<ReturnedLineRequest> | null) => line?.lineId)
  @ValidateNested({ each: true })
  @Type(() => ReturnedLineRequest)
  lines?: ReturnedLineRequest[];
}
