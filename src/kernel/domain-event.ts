/** A fact as its module states it: past-tense type, payload without coordinates or private data. */
export interface NewEvent<T extends object = object> {
  readonly type: string;
  readonly version: number;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly payload: T;
}

/** A fact as listeners receive it: at least once, in order per aggregate; `id` marks repeats. */
export interface DomainEvent<T extends object = object> extends NewEvent<T> {
  readonly id: string;
  readonly occurredAt: string;
}
