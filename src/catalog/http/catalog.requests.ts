import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { WholeNumber } from '../../platform/index.js';

/** Equal searches must be equal keys: case, accents' form and spacing do not matter. */
const normalised = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string'
    ? value.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
    : value;
const lowered = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? value.toLowerCase() : value;
const flag = ({ value }: TransformFnParams): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

class InStore {
  @ApiPropertyOptional({
    description: 'Id or slug of the store; may be left out while there is only one',
    example: 'harbour',
  })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  @Transform(lowered)
  store?: string;
}

export class ListCategoriesQuery extends InStore {}

export class OneProductQuery extends InStore {}

export const productSorts = ['name', 'price', '-price'] as const;
export type ProductSort = (typeof productSorts)[number];

export class ListProductsQuery extends InStore {
  @ApiPropertyOptional({
    description: 'Id or slug of a category; its subcategories are included',
    example: 'dairy-and-eggs',
  })
  @IsOptional()
  @IsString()
  @Length(1, 120)
  @Transform(lowered)
  category?: string;

  @ApiPropertyOptional({
    description: 'Words to search for, by beginnings and tolerant of a typo; best match first',
    example: 'milk',
  })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Transform(normalised)
  q?: string;

  @ApiPropertyOptional({ description: 'Order of a list without `q`', enum: productSorts })
  @IsOptional()
  @IsIn(productSorts)
  sort: ProductSort = 'name';

  @ApiPropertyOptional({ description: 'Only what can be bought now (true) or not (false)' })
  @IsOptional()
  @Transform(flag)
  @IsBoolean()
  inStock?: boolean;

  @ApiPropertyOptional({ description: 'How many at most', minimum: 1, maximum: 100, default: 24 })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(100)
  limit: number = 24;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before, with the same query' })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  cursor?: string;
}
