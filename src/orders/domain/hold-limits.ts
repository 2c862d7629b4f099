/** The longest that quotes of one customer hold goods one after the other, in milliseconds. */
export const holdRunMs = 15 * 60_000;
/** How long others have their turn before the customer's quotes may hold goods again, in milliseconds. */
export const holdRestMs = 5 * 60_000;

interface HeldLine {
  readonly productId: string;
  readonly unit: 'each' | 'g';
  readonly quantity: number;
}

/** The most that the lines ask for of any product: in pieces, or kilograms begun. */
export function heldUnitsOf(lines: readonly HeldLine[]): number {
  const units = new Map<string, number>();
  for (const { productId, unit, quantity } of lines) {
    const more = unit === 'g' ? quantity / 1000 : quantity;
    units.set(productId, (units.get(productId) ?? 0) + more);
  }
  return Math.ceil(Math.max(...units.values()));
}
