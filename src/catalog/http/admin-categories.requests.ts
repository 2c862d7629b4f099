import { Transform, type TransformFnParams } from 'class-transformer';
import { IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { MayBeLeftOut } from '../../platform/index.js';
import { tidy, tidyHeading } from '../import/tidy-text.js';
import { slugPattern } from './admin-products.requests.js';

/** As an import tidies it: a file that was exported makes no new categories. */
const TidyHeading = (): PropertyDecorator =>
  Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' ? tidyHeading(tidy(value)) : value,
  );

class CategoryFieldsRequest {
  /** Its address; made of the names when left out at first. @example dairy-and-eggs-milk */
  @MayBeLeftOut()
  @IsString()
  @Length(1, 120)
  @Matches(slugPattern)
  @Matches(/^(?![\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$)/, {
    message: 'slug must not look like an id',
  })
  slug?: string;

  /** The category it stands in; null for a department. */
  @IsOptional()
  @IsUUID()
  parentId?: string | null;
}

export class CreateCategoryRequest extends CategoryFieldsRequest {
  /**
   * Unique among its neighbours: case, accents, blanks, hyphens and apostrophes do not count, and
   * `&` is `and`.
   * @example Milk
   */
  @TidyHeading()
  @IsString()
  @Length(1, 80)
  name: string;
}

/** What is left out stays as it is. */
export class EditCategoryRequest extends CategoryFieldsRequest {
  /**
   * Unique among its neighbours: case, accents, blanks, hyphens and apostrophes do not count, and
   * `&` is `and`.
   * @example Milk
   */
  @MayBeLeftOut()
  @TidyHeading()
  @IsString()
  @Length(1, 80)
  name?: string;
}
