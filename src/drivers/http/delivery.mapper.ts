import { type Bags, cashToCollect, changeToBring, minimumAgeInBag } from '../../orders/index.js';
import { needsCustomer } from '../domain/delivery-status.js';
import type { DeliveryEntity } from '../persistence/delivery.entity.js';
import type { DeliveryWithOrder } from '../use-cases/delivery-steps.service.js';
import type { AssignmentResponse } from './assignment.responses.js';
import type { BagsResponse, DeliveryResponse } from './deliveries.responses.js';

export function deliveryResponse(found: DeliveryWithOrder): DeliveryResponse {
  const { delivery, order, storeName, recipientName, allowedActions } = found;
  const { slot, promise } = order;
  return {
    id: delivery.id,
    status: delivery.status,
    attempt: delivery.attempt,
    allowedActions: [...allowedActions],
    order: {
      id: order.id,
      number: order.number,
      status: order.status,
      lineCount: order.lines.length,
    },
    store: { id: order.storeId, name: storeName, ...order.storeLocation },
    deliverTo: needsCustomer(delivery.status) ? addressOf(order.deliverTo, recipientName) : null,
    dueFrom: slot?.startsAt ?? promise?.from ?? null,
    dueAt: slot?.endsAt ?? promise?.until ?? null,
    bags: bagsResponse(order.bags),
    cashToCollect: cashToCollect(order),
    changeFor: order.changeFor,
    changeToBring: changeToBring(order),
    proof: order.deliverTo?.leaveAtDoor ? 'photo' : 'pin',
    minimumAge: minimumAgeInBag(order.lines),
    assignedAt: delivery.assignedAt.toISOString(),
    collectedAt: delivery.collectedAt?.toISOString() ?? null,
    contactedAt: delivery.contactedAt?.toISOString() ?? null,
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
  };
}

function addressOf(to: DeliveryWithOrder['order']['deliverTo'], recipientName: string) {
  if (!to) return null;
  const { line1, notes, phone, lat, lng } = to;
  return { recipientName, line1, notes, phone, lat, lng };
}

function bagsResponse(bags: Bags | null): BagsResponse | null {
  if (!bags) return null;
  const { ambient, chilled, frozen } = bags;
  return { total: ambient + chilled + frozen, ambient, chilled, frozen };
}

export function assignmentResponse(delivery: DeliveryEntity): AssignmentResponse {
  const { id: deliveryId, orderId, driverId, status, attempt, assignedAt } = delivery;
  return { deliveryId, orderId, driverId, status, attempt, assignedAt: assignedAt.toISOString() };
}
