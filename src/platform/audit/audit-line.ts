/** `done` is in the transaction of what was done; `limited` was refused for its frequency. */
export const auditOutcomes = ['done', 'refused', 'limited'] as const;

export type AuditOutcome = (typeof auditOutcomes)[number];

export interface AuditActor {
  readonly accountId: string;
  readonly role: string;
}

/** What a use case says of its act; who and from where are taken from the request. */
export interface AuditNote {
  /** `<noun>.<verb>`, as docs/audit.md lists them. */
  readonly action: string;
  /** For programs: why it was refused. */
  readonly reason?: string;
  /** Where the request does not say who: at a login. */
  readonly actor?: AuditActor;
  readonly subject?: { readonly type: string; readonly id: string };
  readonly storeId?: string;
  /** Of both, only the fields that differ are kept. */
  readonly before?: object | null;
  readonly after?: object | null;
}

export interface AuditLine {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly outcome: AuditOutcome;
  readonly reason: string | null;
  /** Null: nobody who is known, or no request. */
  readonly actorId: string | null;
  /** A role, `nobody` for a request without a login, or `system` without a request. */
  readonly actorRole: string;
  /** Of the email that was typed, where it is no account's. */
  readonly emailHash: string | null;
  /** As limits count it. */
  readonly address: string | null;
  readonly requestId: string | null;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly storeId: string | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

export interface AuditSearch {
  /** Only of these stores; null: all lines, those of no store too. */
  readonly storeIds: readonly string[] | null;
  readonly actorId: string | null;
  readonly action: string | null;
  readonly subjectId: string | null;
  readonly from: Date | null;
  /** Before this moment. */
  readonly to: Date | null;
}
