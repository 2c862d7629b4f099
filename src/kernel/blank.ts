/** Spaces, controls, and characters without a shape, such as the zero-width space and fillers. */
const unseen = /^[\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Whether a text shows nothing: empty, or of invisible characters only. */
export const isBlank = (text: string): boolean => unseen.test(text);
