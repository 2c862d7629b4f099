import { CategoryReferenceResponse } from '../catalog.responses.js';

export class CategoryResponse extends CategoryReferenceResponse {
  /** The categories below; three levels at most. */
  children: CategoryResponse[];
}

export class CategoriesResponse {
  items: CategoryResponse[];
}
