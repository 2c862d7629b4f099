// What a write in the catalog evicts: the tags of its cached reads. Their keys and times stand in the
// *.cache.ts of each noun.

/** Any bulk change of products, prices or categories. */
export const catalogTag = 'catalog';
export const storesTag = 'stores';
/** Searches: their results can change with any product's availability. */
export const searchTag = 'search';
/** The tree: which categories a store has anything in, and their names. */
export const categoriesTag = 'categories';
/** By id or slug, as the reader named it; a change touches both. */
export const productTag = (idOrSlug: string) => `product:${idOrSlug}`;
export const categoryTag = (idOrSlug: string) => `category:${idOrSlug}`;

/** The tags of one product in whatever list or page it stands. */
export function tagsOfProduct(product: {
  productId: string;
  slug: string;
  categoryId: string;
  categorySlug: string;
  departmentId: string;
  departmentSlug: string;
  /** Of a product on a shelf, the aisle between. */
  aisleId: string | null;
  aisleSlug: string | null;
}): string[] {
  const categories = [
    product.categoryId,
    product.categorySlug,
    product.departmentId,
    product.departmentSlug,
    product.aisleId,
    product.aisleSlug,
  ].filter((category) => category !== null);
  return [
    productTag(product.productId),
    productTag(product.slug),
    ...new Set(categories.map(categoryTag)),
    searchTag,
  ];
}

/** The tags of a product by each category that it can be browsed in: its own and those above. */
export function tagsInCategories(
  productId: string,
  slug: string,
  categories: readonly { readonly id: string; readonly slug: string }[],
): string[] {
  const handles = categories.flatMap((category) => [category.id, category.slug]);
  return [productTag(productId), productTag(slug), ...new Set(handles.map(categoryTag)), searchTag];
}

/** What a path names: an id or a slug, in any case. */
export const handleIn = (params: Readonly<Record<string, string>>) =>
  String(params['id']).toLowerCase();
