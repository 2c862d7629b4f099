// The tags that writes in the catalog evict. Keys and times of its cached reads stand in the
// *.cache.ts of each noun.

/** Evicted by any bulk change of products, prices or categories. */
export const catalogTag = 'catalog';
export const storesTag = 'stores';
/** On searches: their results can change with any product's availability. */
export const searchTag = 'search';
/** On the category tree: which categories a store sells anything in, and their names. */
export const categoriesTag = 'categories';
/** On product pages, by the id or slug that the reader used; a change evicts both. */
export const productTag = (idOrSlug: string) => `product:${idOrSlug}`;
export const categoryTag = (idOrSlug: string) => `category:${idOrSlug}`;

/** The tags of every list and page that a product can stand in. */
export function tagsOfProduct(product: {
  productId: string;
  slug: string;
  categoryId: string;
  categorySlug: string;
  departmentId: string;
  departmentSlug: string;
  /** The aisle above the shelf, for a product on a shelf. */
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

/** The tags of a product and of the categories that list it: its own and those above. */
export function tagsInCategories(
  productId: string,
  slug: string,
  categories: readonly { readonly id: string; readonly slug: string }[],
): string[] {
  const handles = categories.flatMap((category) => [category.id, category.slug]);
  return [productTag(productId), productTag(slug), ...new Set(handles.map(categoryTag)), searchTag];
}

/** The id or slug in a path, in lower case. */
export const handleIn = (params: Readonly<Record<string, string>>) =>
  String(params['id']).toLowerCase();
