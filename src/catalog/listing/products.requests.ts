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

/** Equal searches share a cache key: case, form of accents and spacing do not matter. */
const normalised = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string'
    ? value.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
    : value;
const lowered = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? value.toLowerCase() : value;
/** Reads a boolean of a query. */
export const flag = ({ value }: TransformFnParams): unknown =>
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

/** The order of the list; without `sort`, `relevance` for a search, else `name`. */
export const sortOf = ({ sort, q }: Pick<ListProductsQuery, 'sort' | 'q'>): ProductSort =>
  sort ?? (q === undefined ? 'name' : 'relevance');

const highestPrice = 1_000_000_000_000;

// Swagger UI sends the examples of parameters, and filters that nobody chose would hide goods: the
// examples stand in the descriptions instead.
export class ListProductsQuery extends IntersectionType(StoreQuery, PageQuery) {
  /** Id or slug of a category, such as `bakery`; categories below it are included. */
  @IsOptional()
  @IsString()
  @Length(1, 120)
  @Transform(lowered)
  category?: string;

  /**
   * Words to search for, or their beginnings, such as `milk`; one or two misspelt letters are
   * forgiven (`chedar`). Sizes find what is labelled alike (`0.5kg`). Also a SKU or a barcode.
   */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Transform(normalised)
  q?: string;

  /**
   * Order; when left out, `relevance` with `q`, else `name`. Products without one come last for
   * `unitPrice`.
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

  /** Only products that can be bought now (true) or cannot (false). */
  @IsOptional()
  @Transform(flag)
  @IsBoolean()
  inStock?: boolean;

  /** Only products on sale now (true) or not on sale (false). */
  @IsOptional()
  @Transform(flag)
  @IsBoolean()
  onSale?: boolean;

  /** Only products with all of these claims, separated by commas or repeated. */
  @IsOptional()
  @WordList()
  @ArrayNotEmpty()
  @ArrayMaxSize(dietaryClaims.length)
  @IsIn(dietaryClaims, { each: true })
  dietary?: DietaryClaim[];

  /** Only products of this brand, such as `Wadi Farms`. */
  @IsOptional()
  @IsString()
  @Length(1, 80)
  @Transform(normalised)
  brand?: string;

  /** Also answer the number of products on all pages, as `total`. */
  @IsOptional()
  @Transform(flag)
  @IsBoolean()
  count: boolean = false;
}
