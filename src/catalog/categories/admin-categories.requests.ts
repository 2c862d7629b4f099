import { IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { MayBeLeftOut } from '../../platform/index.js';
import { IsSlug } from '../text/slug.decorator.js';
import { TidyHeading } from '../text/tidy.decorators.js';

class CategoryFieldsRequest {
  /** Its address; made of the names when left out at first. @example dairy-and-eggs-milk */
  @MayBeLeftOut()
  @IsSlug()
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
