const longest = 80;

/**
 * A product's address: `Whole Milk`, `1 l` → `whole-milk-1-l`. Lower case, with the letters and
 * digits of any script, without accents; 1 to 80 characters, cut between words. `product` where
 * nothing of the name can stand in an address.
 */
export function productSlug(name: string, sizeLabel: string | null): string {
  const slug = `${name} ${sizeLabel ?? ''}`
    .normalize('NFKD')
    // The accents of Latin, Greek, Cyrillic and Arabic; in other scripts marks are vowels.
    .replaceAll(/[\u0300-\u036F\u064B-\u065F\u0670]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  const characters = [...slug];
  if (characters.length <= longest) return slug || 'product';
  const wordsEnd = characters.lastIndexOf('-', longest);
  return characters.slice(0, wordsEnd > 0 ? wordsEnd : longest).join('');
}
