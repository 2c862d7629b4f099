/** A reason not to start, in one sentence that the person at the terminal can act on. */
export class StartupRefused extends Error {
  override name = 'StartupRefused';
}
