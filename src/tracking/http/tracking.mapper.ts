import type { Identity } from '../../accounts/index.js';
import {
  allowedActions,
  lineActions,
  type OrderStatus,
  shownPin,
  substituteResponse,
} from '../../orders/index.js';
import type { TrackedLine, TrackingSnapshot } from '../tracking-snapshots.service.js';
import type { SharedTrackingResponse } from './share.responses.js';
import type {
  DelayResponse,
  TrackedDriver,
  TrackedLineResponse,
  TrackingResponse,
} from './tracking.responses.js';

/** About a metre: enough to find the driver, and no more digits than the phone can mean. */
export const rounded = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

/** What passes with time, or with the driver's next ping. */
export type LiveResponse = Pick<
  TrackingResponse,
  'position' | 'positionStatus' | 'eta' | 'pollAfterMs'
>;

/** What stays until something happens. */
export function settledResponse(
  snapshot: TrackingSnapshot,
  caller: Identity,
): Omit<TrackingResponse, keyof LiveResponse> {
  return {
    orderId: snapshot.id,
    number: snapshot.number,
    status: snapshot.status,
    ...whyOf(snapshot),
    delay: delayOf(snapshot),
    timeline: snapshot.timeline.map(({ status, at }) => ({ status, at })),
    lines: snapshot.lines.map((line) => lineResponse(snapshot, line, caller)),
    allowedActions: allowedActions(snapshot, caller),
    deliveryPin: shownPin(snapshot, caller),
    driver: driverResponse(snapshot),
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

const waitsForDriver: ReadonlySet<OrderStatus> = new Set(['accepted', 'picking', 'ready']);

/** Why it takes longer than it should. */
function delayOf({ status, needsDispatchAt }: TrackingSnapshot): DelayResponse | null {
  if (needsDispatchAt === null || !waitsForDriver.has(status)) return null;
  return { reasonCode: 'no_driver', since: needsDispatchAt };
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

function driverResponse({ driver }: TrackingSnapshot): TrackedDriver | null {
  return driver && { firstName: driver.firstName, approachedAt: driver.approachedAt };
}

/** No more of it than is anybody's business who has the link. */
export function settledShare(
  snapshot: TrackingSnapshot,
): Omit<SharedTrackingResponse, keyof LiveResponse> {
  const { status, slot } = snapshot;
  return {
    status,
    slot: slot && { startsAt: slot.startsAt, endsAt: slot.endsAt },
    driver: driverResponse(snapshot),
  };
}
