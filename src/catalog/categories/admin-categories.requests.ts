import { IsId, IsText, MayBeLeftOut, NullClears } from '../../platform/index.js';
import { IsSlug } from '../text/slug.decorator.js';
import { TidyHeading } from '../text/tidy.decorators.js';

class CategoryFieldsRequest {
  /** Used in addresses; left out, made from the names. @example dairy-and-eggs-milk */
  @MayBeLeftOut()
  @IsSlug()
  slug?: string;

  /** The parent category; null for a department. */
  @NullClears()
  @IsId()
  parentId?: string | null;
}

export class CreateCategoryRequest extends CategoryFieldsRequest {
  /**
   * Unique within its parent: case, accents, blanks, hyphens and apostrophes do not count, and `&`
   * equals `and`.
   * @example Milk
   */
  @TidyHeading()
  @IsText(80)
  name: string;
}

/** Fields left out stay as they are. */
export class EditCategoryRequest extends CategoryFieldsRequest {
  /**
   * Unique within its parent: case, accents, blanks, hyphens and apostrophes do not count, and `&`
   * equals `and`.
   * @example Milk
   */
  @MayBeLeftOut()
  @TidyHeading()
  @IsText(80)
  name?: string;
}
