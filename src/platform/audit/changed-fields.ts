/** Fields whose values are not kept, wherever they stand: people, doors, places and secrets. */
const personal =
  /password|secret|token|hash|phone|mail|^(displayName|recipientName|pin|deliverTo|address|line\d|notes?|reference|lat|lng|location|ring|holes)$/i;
const mostCharacters = 4000;
const unsaid = new Set(['version']);

export interface Change {
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

/**
 * The fields that differ, as JSON. Values of personal fields are `withheld`, so that the line says
 * that they changed and not to what.
 */
export function changedFields(before: object | null, after: object | null): Change {
  const [was, is] = [plain(before), plain(after)];
  const fields = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])].filter(
    (field) => !unsaid.has(field) && JSON.stringify(was?.[field]) !== JSON.stringify(is?.[field]),
  );
  return { before: was && kept(was, fields), after: is && kept(is, fields) };
}

/** Sorted, so that the order in which an object was made makes no change. */
function plain(value: object | null): Record<string, unknown> | null {
  return value && (sorted(JSON.parse(JSON.stringify(value))) as Record<string, unknown>);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

function kept(of: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  const entries = fields
    .filter((field) => Object.hasOwn(of, field))
    .map((field) => [field, tellable(field, of[field])] as const);
  return Object.fromEntries(entries);
}

function tellable(field: string, value: unknown): unknown {
  if (value === null) return null;
  if (personal.test(field)) return 'withheld';
  if (JSON.stringify(value).length > mostCharacters) return 'too long';
  return masked(value);
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, each]) => [field, tellable(field, each)]),
  );
}
