// What the audit log and its counters say of a Larder.
import type { AuditLine, AuditSearch } from '../../src/platform/audit/audit-line.js';
import { Audit, Metrics } from '../../src/platform/index.js';
import type { Larder } from './larder.js';

const everything: AuditSearch = {
  storeIds: null,
  actorId: null,
  action: null,
  subjectId: null,
  from: null,
  to: null,
};

/** The latest first. */
export function auditOf(larder: Larder) {
  return (search: Partial<AuditSearch> = {}): Promise<AuditLine[]> =>
    larder.app.get(Audit).find({ ...everything, ...search }, null, 1000);
}

export async function countOf(larder: Larder, action: string, outcome: string): Promise<number> {
  const { registry } = larder.app.get(Metrics);
  const text = await registry.getSingleMetricAsString('larder_security_events_total');
  const series = text.split('\n').find((line) => line.includes(`"${action}",outcome="${outcome}"`));
  return Number(series?.split(' ').at(-1) ?? 0);
}
