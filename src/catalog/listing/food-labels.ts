// Closed lists of claims about a product's food: filters and substitutes rely on them.

/** The fourteen allergens of Annex II of Regulation (EU) No 1169/2011. */
export const allergens = [
  'celery',
  'crustaceans',
  'eggs',
  'fish',
  'gluten',
  'lupin',
  'milk',
  'molluscs',
  'mustard',
  'nuts',
  'peanuts',
  'sesame',
  'soybeans',
  'sulphites',
] as const;
export type Allergen = (typeof allergens)[number];

export const dietaryClaims = [
  'gluten-free',
  'halal',
  'kosher',
  'lactose-free',
  'organic',
  'sugar-free',
  'vegan',
  'vegetarian',
] as const;
export type DietaryClaim = (typeof dietaryClaims)[number];
