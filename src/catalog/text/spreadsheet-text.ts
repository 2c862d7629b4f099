// Spreadsheets run cells that begin like a formula (OWASP, CSV Injection): an apostrophe in front
// makes them text. Texts that begin with apostrophes themselves get one more, so that reading back
// loses none.

const formula = /^'*[=+\-@\t\r\n＝＋－＠]/u;

/** A cell that no spreadsheet runs. */
export function inert(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** The original text of such a cell. */
export function runnable(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}
