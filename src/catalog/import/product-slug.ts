const longest = 80;

/**
 * A product's address: `Whole Milk`, `1 l` → `whole-milk-1-l`. Letters and digits of any script
 * stay, accents go; never empty, at most 80 characters, cut between words.
 */
export function productSlug(name: string, sizeLabel: string | null): string {
  const slug = `${name} ${sizeLabel ?? ''}`
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  if (slug.length <= longest) return slug || 'product';
  const cut = slug.slice(0, longest + 1);
  return cut.includes('-') ? cut.slice(0, cut.lastIndexOf('-')) : slug.slice(0, longest);
}
