/** The one spelling of an address for storing and searching. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase().normalize('NFC');
}
