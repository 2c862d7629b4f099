import { ProductSummaryResponse } from '../listing/products.responses.js';

export class SubstitutesResponse {
  /** The likest first; may be empty. */
  items: ProductSummaryResponse[];
}
