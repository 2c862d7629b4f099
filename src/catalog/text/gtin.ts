const lengths = [8, 12, 13, 14];

/**
 * A trade item's number (GTIN) in its shortest form: `0012345678905` and `00012345678905` are
 * `012345678905`, since GS1 pads all of them to 14 digits. Null for what is no GTIN: other numbers of
 * digits, or a wrong check digit (GS1 General Specifications, 7.9).
 */
export function gtinOf(text: string): string | null {
  if (!/^\d+$/.test(text) || !lengths.includes(text.length)) return null;
  const digits = [...text.padStart(14, '0')].map(Number);
  const sum = digits.reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 3 : 1), 0);
  if (sum % 10 !== 0) return null;
  const significant = text.replace(/^0+/, '');
  const length = lengths.find((candidate) => candidate >= significant.length)!;
  return significant.padStart(length, '0');
}
