const longest = 80;
/** Longest slug with a suffix that makes it unique. */
const longestOfAll = 120;

/** Accents of Latin, Greek, Cyrillic and Arabic; in other scripts marks are vowels. */
export const accents = /[\u0300-\u036F\u064B-\u065F\u0670]/g;

export const looksLikeId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * A product's slug: `Whole Milk`, `1 l` → `whole-milk-1-l`. Lower case, with the letters and digits
 * of any script, without accents; 1 to 80 characters, cut between words. `product` where no
 * character of the name can stand in a slug, and before a name that looks like an id.
 */
export function productSlug(name: string, sizeLabel: string | null): string {
  const slug = `${name} ${sizeLabel ?? ''}`
    .normalize('NFKD')
    .replaceAll(accents, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  const short = cut(slug, longest);
  // An address that looks like an id would be taken for one.
  return looksLikeId.test(short) ? `product-${short}` : short || 'product';
}

/**
 * Candidates for a slug: `slug` itself, then with the suffix, then numbered ones without end. The
 * caller checks each until one is free.
 */
export function* slugCandidates(slug: string, suffix?: string): Generator<string, never> {
  yield slug;
  const stem =
    suffix === undefined ? slug : `${cut(slug, longestOfAll - suffix.length - 8)}-${suffix}`;
  if (suffix !== undefined) yield stem;
  for (let number = 2; ; number += 1) yield `${stem}-${number}`;
}

/** Gives each in turn its first candidate that is neither taken nor given to one before it. */
export function distinctSlugs(
  wanted: readonly { readonly slug: string; readonly suffix?: string }[],
  taken: ReadonlySet<string>,
): string[] {
  const given = new Set<string>();
  return wanted.map(({ slug, suffix }) => {
    const candidates = slugCandidates(slug, suffix);
    let free = candidates.next().value;
    while (taken.has(free) || given.has(free)) free = candidates.next().value;
    given.add(free);
    return free;
  });
}

function cut(slug: string, most: number): string {
  const characters = [...slug];
  if (characters.length <= most) return slug;
  const wordsEnd = characters.lastIndexOf('-', most);
  return characters.slice(0, wordsEnd > 0 ? wordsEnd : most).join('');
}
