interface Raw {
  readonly rawHeaders: readonly string[];
}

/** How often a request has a header; of some that may come once, Node keeps the first in silence. */
export function timesSent(name: string, { rawHeaders }: Raw): number {
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const sent = rawHeaders[index]!;
    if (sent.length === name.length && sent.toLowerCase() === name) times += 1;
  }
  return times;
}
