import { createHash } from 'node:crypto';
import type { Identity } from '../../accounts/index.js';
import {
  allowedActions,
  lineActions,
  type OrderStatus,
  shownPin,
  substituteResponse,
} from '../../orders/index.js';
import type { SharedPosition, TrackedOrder } from '../tracking.service.js';
import type { TrackedLine, TrackingSnapshot } from '../tracking-snapshots.service.js';
import type { SharedTrackingResponse } from './share.responses.js';
import type {
  PositionResponse,
  TrackedLineResponse,
  TrackingResponse,
} from './tracking.responses.js';

/** About a metre: enough to find the driver, and no more digits than the phone can mean. */
export const rounded = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

export function trackingResponse(order: TrackedOrder, caller: Identity): TrackingResponse {
  const { snapshot, position, eta, pollAfterMs } = order;
  return {
    orderId: snapshot.id,
    number: snapshot.number,
    status: snapshot.status,
    ...whyOf(snapshot),
    timeline: snapshot.timeline.map(({ status, at }) => ({ status, at })),
    lines: snapshot.lines.map((line) => lineResponse(snapshot, line, caller)),
    allowedActions: allowedActions(snapshot, caller),
    deliveryPin: shownPin(snapshot, caller),
    driver: snapshot.driver && { firstName: snapshot.driver.firstName },
    position: positionResponse(position),
    positionStatus: position.status,
    eta,
    pollAfterMs,
  };
}

const wantsReason: ReadonlySet<OrderStatus> = new Set([
  'cancelled',
  'rejected',
  'delivery_failed',
  'expired',
  'returned',
]);

/** What was said with the step that ended the order, or stopped it. */
function whyOf({ status, timeline }: TrackingSnapshot) {
  const step = wantsReason.has(status) ? timeline.at(-1) : undefined;
  return { reason: step?.reason ?? null, reasonCode: step?.reasonCode ?? null };
}

function lineResponse(
  order: TrackingSnapshot,
  line: TrackedLine,
  caller: Identity,
): TrackedLineResponse {
  const { id, name, unit, quantity, status, pickedQuantity, answerBy } = line;
  return {
    id,
    name,
    unit,
    quantity,
    status,
    pickedQuantity,
    substitute: substituteResponse(line),
    answerBy,
    allowedActions: lineActions(order, line, caller),
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

/** No more of it than is anybody's business who has the link. */
export function sharedResponse({
  snapshot,
  position,
  eta,
  pollAfterMs,
}: TrackedOrder): SharedTrackingResponse {
  const { status, slot, driver } = snapshot;
  return {
    status,
    slot: slot && { startsAt: slot.startsAt, endsAt: slot.endsAt },
    driver: driver && { firstName: driver.firstName },
    position: positionResponse(position),
    positionStatus: position.status,
    eta,
    pollAfterMs,
  };
}

type Shown = Pick<TrackingResponse, 'eta' | 'position'>;

/**
 * Changes when something has happened, not because time passes: the age and the estimate, which
 * follow from the position and the clock, do not count. Weak for that reason.
 */
export function trackingEtag(shown: Shown, shared: SharedPosition): string {
  const { eta: _estimate, position, ...rest } = shown;
  const fix = shared.status === 'live' ? shared.fix : null;
  const state = [rest, fix?.epoch, fix?.seq, position?.stale];
  const hash = createHash('sha256').update(JSON.stringify(state)).digest('base64url');
  return `W/"${hash.slice(0, 22)}"`;
}
