import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import { StoreQuery } from '../../catalog/index.js';
import { BasketLine } from './quotes.requests.js';

export class ReplaceCartRequest extends StoreQuery {
  /** All lines of the cart; an empty list empties it. */
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => BasketLine)
  lines: BasketLine[];
}
