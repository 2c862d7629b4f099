/** A reason why the simulator cannot begin. */
export class NotPossible extends Error {}
