import { sentFields } from '../../platform/index.js';
import type { EditProductRequest } from './admin-products.requests.js';
import type { AdminProductResponse, MeasureResponse } from './admin-products.responses.js';
import type { ProductFields, ProductRow } from './product-fields.js';

/** The fields that were sent, under their names in a product. */
export function fieldsOf<Request extends EditProductRequest>(
  request: Request,
): Omit<Request, 'size'> & Pick<Partial<ProductFields>, 'sizeLabel'> {
  const { size, ...fields } = request;
  return { ...sentFields(fields), ...(size !== undefined && { sizeLabel: size }) };
}

export function adminProductOf(row: ProductRow): AdminProductResponse {
  const { sizeLabel, sizeCount, sizeAmount, sizeUnit, sizeApproximate, ...fields } = row;
  return {
    ...fields,
    images: [...row.images],
    dietary: [...row.dietary],
    allergens: [...row.allergens],
    size: sizeLabel,
    measure:
      sizeCount === null
        ? null
        : ({
            count: sizeCount,
            amount: sizeAmount,
            unit: sizeUnit,
            approximate: sizeApproximate,
          } as MeasureResponse),
    retiredAt: row.retiredAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
