import { CategoryReferenceResponse } from '../catalog.responses.js';

export class CategoryResponse extends CategoryReferenceResponse {
  /** The categories below; the tree has at most three levels. */
  children: CategoryResponse[];
}

export class CategoriesResponse {
  items: CategoryResponse[];
}
