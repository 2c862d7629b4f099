/** The one spelling of an address that is stored and searched for. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase().normalize('NFC');
}
