/** The SQLSTATE of a failed statement, or an empty string. */
export function sqlState(error: unknown): string {
  const code = (error as { driverError?: { code?: unknown } } | null)?.driverError?.code;
  return typeof code === 'string' ? code : '';
}
