import { Transform, type TransformFnParams } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
} from 'class-validator';
import { PageQuery, WholeNumber, WordList } from '../../platform/index.js';
import { type DietaryClaim, dietaryClaims } from './food-labels.js';
import { StoreQuery } from '../stores/store.requests.js';
import { IntersectionType } from '@nestjs/swagger';

/** Equal searches must be equal keys: case, accents' form and spacing do not matter. */
const normalised = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string'
    ? value.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
    : value;
const lowered = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? value.toLowerCase() : value;
const flag = ({ value }: TransformFnParams): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;
export const productSorts = [
  'relevance',
  'name',
  'price',
  '-price',
  'unitPrice',
  'newest',
] as const;
export type ProductSort = (typeof productSorts)[number];

/** The order that is meant where none is said. */
export const sortOf = ({ sort, q }: Pick<ListProductsQuery, 'sort' | 'q'>): ProductSort =>
  sort ?? (q === undefined ? 'name' : 'relevance');

const highestPrice = 1_000_000_000_000;

// Swagger UI sends what it fills in, and filters that nobody chose hide the goods: so the examples
// stand in the descriptions.
export class ListProductsQuery extends IntersectionType(StoreQuery, PageQuery) {
  /** Id or slug of a category, such as `bakery`; what is below it is included. */
  @IsOptional()
  @IsString()
  @Length(1, 120)
  @Transform(lowered)
  category?: string;

  /**
   * What to search for: words or their beginnings, such as `milk`, forgiving a slip or two
   * (`chedar`); a SKU or barcode.
   */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Transform(normalised)
  q?: string;

  /**
   * Order: `relevance` with `q`, else `name`, when left out. `unitPrice` puts last what has none.
   */
  @IsOptional()
  @IsIn(productSorts)
  sort?: ProductSort;

  /** Lowest price, in minor units: 500 is 5.00. */
  @IsOptional()
  @WholeNumber()
  @Min(0)
  @Max(highestPrice)
  minPrice?: number;

  /** Highest price, in minor units. */
  @IsOptional()
  @WholeNumber()
  @Min(0)
  @Max(highestPrice)
  maxPrice?: number;

  /** Only what can be bought now (true) or not (false). */
  @IsOptional()
  @Transform(flag)
  @IsBoolean()
  inStock?: boolean;

  /** Only what is on sale now (true) or not (false). */
  @IsOptional()
  @Transform(flag)
  @IsBoolean()
  onSale?: boolean;

  /** Only what is all of these; several with commas, or repeated. */
  @IsOptional()
  @WordList()
  @ArrayNotEmpty()
  @ArrayMaxSize(dietaryClaims.length)
  @IsIn(dietaryClaims, { each: true })
  dietary?: DietaryClaim[];

  /** Only of this brand, such as `Wadi Farms`. */
  @IsOptional()
  @IsString()
  @Length(1, 80)
  @Transform(normalised)
  brand?: string;

  /** Also answer how many there are, as `total`. */
  @IsOptional()
  @Transform(flag)
  @IsBoolean()
  count: boolean = false;
}
