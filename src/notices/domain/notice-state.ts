/**
 * `sending`: handed over, without an answer so far. `failed`: given up after the last try; an admin
 * may retry the job. `refused`: the far end will never deliver it to this recipient. `unknown`: it
 * may have arrived, so that it is not sent again. `outdated`: no news any more when it was its turn.
 */
export const noticeStates = [
  'waiting',
  'sending',
  'sent',
  'failed',
  'refused',
  'unknown',
  'outdated',
] as const;
export type NoticeState = (typeof noticeStates)[number];
