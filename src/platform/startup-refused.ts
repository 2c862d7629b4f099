/** A reason not to start, said in a sentence the person at the terminal can act on. */
export class StartupRefused extends Error {
  override name = 'StartupRefused';
}
