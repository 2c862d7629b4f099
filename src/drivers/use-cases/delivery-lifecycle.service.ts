import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { ExpectedFailure } from '../../kernel/failure.js';
import { formatMoney } from '../../kernel/money.js';
import {
  type Actor,
  cashToCollect,
  IllegalTransition,
  minimumAgeInBag,
  OrderLifecycle,
  OrderReads,
  type OrderSnapshot,
} from '../../orders/index.js';
import type { Transaction } from '../../platform/index.js';
import {
  allowedActions,
  type DeliveryFacts,
  type DeliveryFailure,
  deliveryWay,
  type Handover,
  pinTries,
  waitForAnswerMs,
} from '../domain/delivery-facts.js';
import {
  activeStatuses,
  type DeliveryEffect,
  type DeliveryGuard,
} from '../domain/delivery-status.js';
import { deliveryChanged } from '../drivers.cache.js';
import {
  AgeCheckRequired,
  CashMismatch,
  ContactRequired,
  IllegalDeliveryStep,
  PinLocked,
  ProofRequired,
  ResumeTooLate,
  WrongPin,
} from '../drivers.errors.js';
import { deliveryMoved } from '../drivers.events.js';
import type { DeliveryEntity } from '../persistence/delivery.entity.js';
import {
  type DeliveryChange,
  DeliveryRepository,
  type NewDelivery,
} from '../persistence/delivery.repository.js';
import { Dispatches } from './dispatches.service.js';

/** Assigned by a dispatcher, accepted by a driver; or with goods that have left the store. */
export type Beginning = 'assign' | 'accept' | 'redeliver' | 'hand-over';

/** The details sent with an action. */
export interface DeliveryReport {
  readonly handover?: Handover;
  readonly failure?: DeliveryFailure;
  /** For programs. */
  readonly reasonCode?: string;
  /** For people, of an action that is no failure. */
  readonly note?: string;
}

/**
 * Begins deliveries and moves them along the table of transitions, and nowhere else: one
 * conditional update, one timeline row and one outbox row in the caller's transaction. The caller
 * has locked the order: of two moves one waits, and then sees the other's result.
 */
@Injectable()
export class DeliveryLifecycle {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly orders: OrderReads,
    private readonly orderLifecycle: OrderLifecycle,
    private readonly dispatches: Dispatches,
    private readonly clock: Clock,
  ) {}

  /** Null when the order has an active delivery. */
  async begin(
    tx: Transaction,
    action: Beginning,
    actor: Actor,
    delivery: NewDelivery,
  ): Promise<DeliveryEntity | null> {
    const begun = await this.deliveries.insert(tx, delivery);
    if (begun) await this.#record(tx, begun, { action, from: null, actor });
    return begun;
  }

  /**
   * @throws illegal-delivery-step, and the refusals of the action's guards: illegal-transition (the
   *   order is not packed), age-check-required, cash-mismatch, proof-required, wrong-pin,
   *   pin-locked, contact-required, resume-too-late
   */
  async move(
    tx: Transaction,
    delivery: DeliveryEntity,
    action: string,
    actor: Actor,
    said: DeliveryReport = {},
  ): Promise<DeliveryEntity> {
    const order = (await this.orders.snapshot(delivery.orderId, { tx }))!;
    const { handover, failure, reasonCode = failure?.reasonCode ?? null } = said;
    const facts = { ...factsOf(delivery, order, this.clock.now()), handover, failure };
    const found = deliveryWay(facts, action, actor);
    if ('refusal' in found) {
      const { refusal } = found;
      throw refusal.why === 'guard'
        ? broken[refusal.guard](facts)
        : IllegalDeliveryStep.because(
            `A delivery that is ${delivery.status} takes no step "${action}".`,
            { deliveryStatus: delivery.status, allowed: allowedActions(facts, actor) },
          );
    }
    const { to, effects = [] } = found.transition;
    const reason = failure?.note ?? said.note ?? null;
    if (effects.includes('move_order')) {
      const why = { reason, reasonCode };
      await this.orderLifecycle.move(tx, delivery.orderId, action, actor, why);
    }
    const moved = await this.deliveries.move(tx, delivery, to, changes(effects, facts));
    if (!moved) throw new Error(`Delivery ${delivery.id} changed under its order's lock`);
    await this.#record(tx, moved, { action, from: delivery.status, actor, reason, reasonCode });
    if (!activeStatuses.includes(to)) await this.dispatches.hasRoom(tx, order.storeId);
    if (effects.includes('back_to_pool')) await this.dispatches.returned(tx, moved.orderId);
    return moved;
  }

  async #record(
    tx: Transaction,
    delivery: DeliveryEntity,
    step: {
      action: string;
      from: DeliveryEntity['status'] | null;
      actor: Actor;
      reason?: string | null;
      reasonCode?: string | null;
    },
  ): Promise<void> {
    const at = this.clock.now();
    const { reason = null, reasonCode = null } = step;
    await this.deliveries.appendTimeline(tx, delivery, { ...step, reason, reasonCode, at });
    await tx.publish(deliveryMoved(delivery, step.action));
    await deliveryChanged(tx, delivery.orderId);
  }
}

/** What the guards read of a delivery and its order now. */
export function factsOf(delivery: DeliveryEntity, order: OrderSnapshot, now: Date) {
  const minimumAge = minimumAgeInBag(order.lines);
  return { delivery, order, minimumAge, cashToCollect: cashToCollect(order), now };
}

/** The changes that the effects make on the delivery's own row. */
function changes(effects: readonly DeliveryEffect[], facts: DeliveryFacts): DeliveryChange {
  const { delivery, handover, failure, now } = facts;
  const is = (effect: DeliveryEffect) => effects.includes(effect);
  return {
    ...(is('note_collection') && { collectedAt: now }),
    ...(is('note_contact') && { contactedAt: delivery.contactedAt ?? now }),
    ...(is('note_approach') && { approachedAt: delivery.approachedAt ?? now }),
    ...(is('note_handover') && {
      deliveredAt: now,
      cashCollectedMinor: handover!.cashCollectedMinor,
      ageChecked: handover!.ageChecked,
      photoReference: handover!.photoReference,
    }),
    ...(is('note_failure') && {
      failureReason: failure!.reasonCode,
      photoReference: failure!.photoReference,
    }),
    ...(is('forget_failure') && { failureReason: null, photoReference: null }),
  };
}

const broken: Record<DeliveryGuard, (facts: DeliveryFacts) => ExpectedFailure> = {
  order_ready: ({ order }) =>
    IllegalTransition.because(`The order is ${order.status}: no collect by a driver now.`, {
      orderStatus: order.status,
      allowed: [],
    }),
  age_checked: ({ minimumAge }) =>
    AgeCheckRequired.because(`The customer must be ${minimumAge} or older.`, { minimumAge }),
  cash_exact: ({ cashToCollect: expected }) =>
    CashMismatch.because(`Due in cash: ${formatMoney(expected)}.`, { expected }),
  pin_unlocked: () => PinLocked.because('Only staff can allow more tries.'),
  proven: ({ order, delivery, handover }) => {
    const missing = order.deliverTo?.leaveAtDoor ? 'photoReference' : 'pin';
    if (missing === 'pin' && handover?.pin) {
      const triesLeft = pinTries - delivery.pinFailures - 1;
      return WrongPin.because(`${triesLeft} more may be wrong.`, { triesLeft });
    }
    const errors = [{ pointer: `/${missing}`, code: 'proof-required' }];
    return ProofRequired.because(`The delivery needs a ${missing}.`, { errors });
  },
  customer_tried: ({ delivery: { contactedAt } }) => {
    const failFrom = contactedAt && new Date(contactedAt.getTime() + waitForAnswerMs);
    return ContactRequired.because(
      failFrom
        ? 'The first attempt was less than five minutes ago.'
        : 'Nobody tried to reach them.',
      { failFrom: failFrom?.toISOString() ?? null },
    );
  },
  failed_lately: () =>
    ResumeTooLate.because('It failed more than ten minutes ago, or staff has ended it.'),
  first_approach: ({ delivery: { status } }) =>
    IllegalDeliveryStep.because('The driver came near before.', {
      deliveryStatus: status,
      allowed: [],
    }),
};
