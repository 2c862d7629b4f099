/** The judged parts of the answer of GET /v1/orders/{id}/tracking. */
export interface JudgedPoll {
  readonly status: string;
  readonly timeline: readonly { readonly status: string; readonly at: string }[];
  readonly lines: readonly { readonly status: string }[];
  readonly position: { readonly recordedAt: string | null } | null;
}

export type PollFault =
  'went-back' | 'contradicts-itself' | 'position-not-shared' | 'position-went-back';

export class PollJudge {
  judge(poll: JudgedPoll): PollFault[];
}
