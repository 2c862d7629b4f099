import { parseSizeLabel } from '../text/size-label.js';
import type { Measure } from './product-fields.js';

/** The columns of a size label; all null where it could not be read. */
export function measureOf(sizeLabel: string | null, name: string): Measure {
  const size = parseSizeLabel(sizeLabel ?? '', name);
  return {
    sizeCount: size?.count ?? null,
    sizeAmount: size?.amount ?? null,
    sizeUnit: size?.unit ?? null,
    sizeApproximate: size?.approximate ?? false,
  };
}
