/** All rows of a question that is asked page by page, each page after the last row before it. */
export async function* inPages<T extends object>(
  read: (after: T | null) => Promise<T[]>,
): AsyncIterable<T> {
  for (let after: T | null = null; ;) {
    const rows: T[] = await read(after);
    if (rows.length === 0) return;
    yield* rows;
    after = rows.at(-1)!;
  }
}
