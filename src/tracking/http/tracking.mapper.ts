import { createHash } from 'node:crypto';
import type { Identity } from '../../accounts/index.js';
import { allowedActions } from '../../orders/index.js';
import type { SharedPosition, TrackedOrder } from '../tracking.service.js';
import type { PositionResponse, TrackingResponse } from './tracking.responses.js';

/** About a metre: enough to find the driver, and no more digits than the phone can mean. */
const rounded = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

export function trackingResponse(order: TrackedOrder, caller: Identity): TrackingResponse {
  const { snapshot, position, eta, pollAfterMs } = order;
  return {
    orderId: snapshot.id,
    number: snapshot.number,
    status: snapshot.status,
    timeline: [...snapshot.timeline],
    allowedActions: allowedActions(snapshot.facts, caller),
    driver: snapshot.driver && { firstName: snapshot.driver.firstName },
    position: positionResponse(position),
    positionStatus: position.status,
    eta,
    pollAfterMs,
  };
}

function positionResponse(position: SharedPosition): PositionResponse | null {
  if (position.status !== 'live') return null;
  const { fix, ageSeconds, stale } = position;
  return {
    lat: rounded(fix.lat),
    lng: rounded(fix.lng),
    accuracyM: fix.accuracyM,
    headingDeg: fix.headingDeg,
    recordedAt: fix.recordedAt,
    ageSeconds,
    stale,
  };
}

/**
 * Changes when something has happened, not because time passes: the age and the estimate, which
 * follow from the position and the clock, do not count. Weak for that reason.
 */
export function trackingEtag(order: TrackedOrder, caller: Identity): string {
  const { eta: _estimate, position, ...visible } = trackingResponse(order, caller);
  const fix = order.position.status === 'live' ? order.position.fix : null;
  const state = [visible, order.snapshot.version, fix?.epoch, fix?.seq, position?.stale];
  const hash = createHash('sha256').update(JSON.stringify(state)).digest('base64url');
  return `W/"${hash.slice(0, 22)}"`;
}
