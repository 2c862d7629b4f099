/** The wish of a person to be forgotten. */
export interface AccountErasure {
  readonly askedAt: Date;
  /** From then on it happens, unless it is taken back. */
  readonly eraseAt: Date;
}
