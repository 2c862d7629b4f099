import { ProductSummaryResponse } from '../listing/products.responses.js';

export class SubstitutesResponse {
  /** The most similar first; may be empty. */
  items: ProductSummaryResponse[];
}
