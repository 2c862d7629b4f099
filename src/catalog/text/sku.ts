/** Suppliers print blanks, slashes and letters of any script in theirs. */
export const skuPattern = /^(?!\s)[^\p{C}\p{Zl}\p{Zp}]{1,64}(?<!\s)$/u;

export const isSku = (text: string): boolean => skuPattern.test(text);
