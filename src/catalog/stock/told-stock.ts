// How much of a store's stock shoppers are told.

/** Pieces, or grams of goods sold by weight. */
const mostTold = { piece: 20, gram: 5000 };

/**
 * The stock as carts and refusals tell it: exact while it is scarce, and the most that is told for
 * that and anything above. Competitors would read a shop's sales off exact numbers.
 */
export function toldStock(available: number, soldBy: string): number {
  return Math.min(available, soldBy === 'weight' ? mostTold.gram : mostTold.piece);
}
