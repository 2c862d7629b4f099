/**
 * One row of a lifecycle table. The table is the whole lifecycle: the code's checks,
 * `allowedActions`, docs/lifecycle.md and the property tests all read it.
 */
export interface Transition<
  S extends string,
  A extends string,
  G extends string,
  E extends string,
> {
  /** The word in `allowedActions` and, for actions of people, in the route. */
  readonly action: string;
  readonly from: readonly S[];
  readonly to: S;
  readonly by: readonly A[];
  /** Conditions besides the status, checked in this order. */
  readonly guards?: readonly G[];
  /** Effects in the same transaction, in this order. */
  readonly effects?: readonly E[];
}

/** Why no transition was found. */
export type Refusal<G extends string> =
  { readonly why: 'illegal' } | { readonly why: 'guard'; readonly guard: G };

export type Found<S extends string, A extends string, G extends string, E extends string> =
  { readonly transition: Transition<S, A, G, E> } | { readonly refusal: Refusal<G> };

/** Type parameters: statuses, actors, guards, effects. Refuses a table that contradicts itself. */
export class StateMachine<
  S extends string,
  A extends string,
  G extends string = never,
  E extends string = never,
> {
  /** @throws Error when a status is unreachable, or an action joins two statuses twice */
  constructor(
    readonly name: string,
    readonly statuses: readonly S[],
    readonly initial: readonly S[],
    readonly transitions: readonly Transition<S, A, G, E>[],
  ) {
    const reached = new Set<S>(initial);
    for (const status of reached) {
      for (const { from, to } of transitions) if (from.includes(status)) reached.add(to);
    }
    const lost = statuses.filter((status) => !reached.has(status));
    if (lost.length > 0) throw new Error(`No way of a ${name} leads to ${lost.join(', ')}`);
    const ways = this.edges().map(({ action, from, to }) => `${action} ${from} ${to}`);
    if (new Set(ways).size !== ways.length) {
      throw new Error(`Two transitions of a ${name} lead the same way`);
    }
  }

  /** Every transition, with one status at either end. */
  edges() {
    return this.transitions.flatMap(({ from, ...rest }) =>
      from.map((each) => ({ ...rest, from: each })),
    );
  }

  /**
   * The transition for an action. Rows with the same action differ by actor or by guard; the first
   * that fits is taken. `holds` answers whether a guard holds.
   */
  find(from: S, action: string, actor: A, holds: (guard: G) => boolean): Found<S, A, G, E> {
    const rows = this.transitions.filter(
      (row) => row.action === action && row.from.includes(from) && row.by.includes(actor),
    );
    let failed: G | undefined;
    for (const transition of rows) {
      const broken = transition.guards?.find((guard) => !holds(guard));
      if (broken === undefined) return { transition };
      failed ??= broken;
    }
    return { refusal: failed === undefined ? { why: 'illegal' } : { why: 'guard', guard: failed } };
  }

  /** The actions open to the actor now. */
  actions(from: S, actor: A, holds: (guard: G) => boolean): string[] {
    const open = this.transitions.filter(
      (row) => row.from.includes(from) && row.by.includes(actor) && (row.guards ?? []).every(holds),
    );
    return [...new Set(open.map((row) => row.action))];
  }

  /** The actions that the table gives to any of these actors. */
  actionsOf(isOne: (actor: A) => boolean): string[] {
    const theirs = this.transitions.filter(({ by }) => by.some(isOne));
    return [...new Set(theirs.map(({ action }) => action))];
  }

  isTerminal(status: S): boolean {
    return !this.transitions.some(({ from }) => from.includes(status));
  }
}
