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

/** About a metre: enough to find the driver, and no finer than a phone measures. */
export const rounded = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

/** The part that changes with time, or with the driver's next ping. */
export type LiveResponse = Pick<
  TrackingResponse,
  'position' | 'positionStatus' | 'eta' | 'pollAfterMs'
>;

/** The part that stays until something happens. */
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

/** The reason given with the step that ended the order, or stopped it. */
function whyOf({ status, timeline }: TrackingSnapshot) {
  const step = wantsReason.has(status) ? timeline.at(-1) : undefined;
  return { reason: step?.reason ?? null, reasonCode: step?.reasonCode ?? null };
}

const waitsForDriver: ReadonlySet<OrderStatus> = new Set(['accepted', 'picking', 'ready']);

/** The reason for the delay of a late order. */
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

/** The part of it that anyone with the link may see. */
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
