interface Raw {
  readonly rawHeaders: readonly string[];
}

/** The number of times a header was sent; for some headers Node silently keeps only the first. */
export function timesSent(name: string, { rawHeaders }: Raw): number {
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const sent = rawHeaders[index]!;
    if (sent.length === name.length && sent.toLowerCase() === name) times += 1;
  }
  return times;
}
