/** RFC 3339 section 5.6: a date, a time with seconds, and the offset from UTC. */
export const instantPattern =
  /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/**
 * The moment that a text names, to the millisecond; null for text that is not RFC 3339, for days
 * that do not exist, such as 30 February, and for leap seconds.
 */
export function instantOf(text: string): Date | null {
  if (!instantPattern.test(text)) return null;
  const day = text.slice(0, 10);
  const midnight = new Date(`${day}T00:00:00Z`);
  // Date takes 30 February for 2 March.
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return null;
  const moment = new Date(text.toUpperCase());
  return /^\d{4}-/.test(moment.toISOString()) ? moment : null;
}
