export type Decoder = InstanceType<typeof TextDecoder>;

/** Null where nothing reads an encoding of this name (WHATWG Encoding Standard). */
export function decoderFor(charset: string): Decoder | null {
  try {
    return new TextDecoder(charset);
  } catch {
    return null;
  }
}

export const isCharset = (charset: string): boolean => decoderFor(charset) !== null;
