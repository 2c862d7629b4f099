/** What the simulator cannot begin with. */
export class NotPossible extends Error {}
