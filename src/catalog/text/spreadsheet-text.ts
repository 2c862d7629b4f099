// Spreadsheets run cells that begin like a formula (OWASP, CSV Injection): an apostrophe in front
// makes them text. What began with apostrophes before gets one more, so that none is lost again.

const formula = /^'*[=+\-@\t\r\n＝＋－＠]/u;

/** A cell that no spreadsheet runs. */
export function inert(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** The text of such a cell as it was before. */
export function runnable(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}
