/** Leftovers of a test file until it has ended: folders, databases, running programs. */
const leftovers = new Set<() => Promise<unknown>>();

/**
 * Runs `remove` when the test file has ended, unless the answered function has run by then. A
 * registry, because an exit handler would be too late and module-level hooks belong to the one file
 * that loads the module first: files that follow one another in a process share modules.
 */
export function afterwards(remove: () => Promise<unknown>): () => Promise<void> {
  leftovers.add(remove);
  return async () => {
    await remove();
    leftovers.delete(remove);
  };
}

/** Removes what is left, the latest first: a program ends before the folder that it writes to. */
export async function clearUp(): Promise<void> {
  for (const remove of [...leftovers].toReversed()) {
    leftovers.delete(remove);
    await remove();
  }
}
