let turn: Promise<true> | undefined;

/**
 * Resolves to true when all input of this turn of the event loop has been looked at. Answers sent
 * after it go out together: sent one by one, each wakes its reader and causes a turn of its own,
 * and a busy process gets half as much done (`npm run bench -- cache`).
 */
export function endOfTurn(): Promise<true> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined;
      resolve(true);
    });
  });
  return turn;
}
