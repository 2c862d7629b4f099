// By which channels a notice goes. Pure.
import { type Channel, kindRules, type NoticeKind, type Route } from './notice-kinds.js';

/** What a customer has chosen, for the kinds that were named. */
export type Choices = Readonly<Partial<Record<NoticeKind, readonly Channel[]>>>;

export function chosenFor(kind: NoticeKind, choices: Choices): readonly Channel[] {
  return choices[kind] ?? kindRules[kind].usual;
}

/** Where a notice that is needed goes when none of the chosen channels reaches anybody. */
const lastResort: readonly Channel[] = ['push', 'sms', 'email'];

export interface Ways {
  /** What this Larder is set up for. */
  readonly served: readonly Route[];
  /** What the customer can be reached by. */
  readonly reached: readonly Channel[];
}

/** The log gets, once, what would go by any channel. */
export function routesFor(kind: NoticeKind, choices: Choices, { served, reached }: Ways): Route[] {
  const chosen = chosenFor(kind, choices);
  const { isNeeded } = kindRules[kind];
  const usable = (channel: Channel) => served.includes(channel) && reached.includes(channel);
  const going = chosen.filter(usable);
  const fallback = isNeeded && going.length === 0 ? lastResort.filter(usable).slice(0, 1) : [];
  const isLogged = served.includes('log') && (chosen.length > 0 || isNeeded);
  return [...going, ...fallback, ...(isLogged ? ['log' as const] : [])];
}
