import { Injectable } from '@nestjs/common';
import { SellableProducts } from '../../catalog/index.js';
import type { Transaction } from '../../platform/index.js';
import { type Substitute, whyUnsuitable } from '../domain/substitution.js';
import { SubstituteUnsuitable } from '../orders.errors.js';
import type { OrderEntity, OrderLineEntity } from '../persistence/order.entity.js';

/** Substitutes for lines of orders. */
@Injectable()
export class Substitutes {
  constructor(private readonly sellables: SellableProducts) {}

  /**
   * Other products at today's price; another weight of the same product at the order's price.
   * @throws substitute-unsuitable
   */
  async of(
    tx: Transaction,
    { storeId, currency }: OrderEntity,
    line: OrderLineEntity,
    productId: string,
    quantity: number,
  ): Promise<Substitute> {
    if (productId === line.productId) return weightOf(line, quantity);
    const [found] = await this.sellables.find(tx, storeId, [productId]);
    if (!found) throw unsuitable(['not-sold']);
    const addedAllergens = await this.sellables.allergensAdded(tx, line.productId, productId);
    const { price, soldBy, published: _, available: __, ...product } = found;
    const ordered = { minimumAge: line.minimumAge, currency };
    const reasons = whyUnsuitable(ordered, { ...found, currency: price.currency, addedAllergens });
    if (reasons.length > 0) throw unsuitable(reasons, addedAllergens);
    const unit = soldBy === 'weight' ? ('g' as const) : soldBy;
    return { ...product, unit, quantity, priceMinor: price.amountMinor, isAgreed: false };
  }
}

function weightOf(line: OrderLineEntity, quantity: number): Substitute {
  const { productId, sku, name, sizeLabel, unit, taxRateBasisPoints, minimumAge } = line;
  return {
    productId,
    sku,
    name,
    sizeLabel,
    unit,
    quantity,
    priceMinor: Number(line.priceMinor),
    taxRateBasisPoints,
    minimumAge,
    isAgreed: false,
  };
}

function unsuitable(reasons: readonly string[], addedAllergens: readonly string[] = []) {
  return SubstituteUnsuitable.because('These goods may not go in instead.', {
    reasons,
    addedAllergens,
  });
}
