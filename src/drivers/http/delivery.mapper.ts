import { cashDue } from '../domain/cash-due.js';
import { stepsFrom } from '../domain/delivery-status.js';
import type { DeliveryWithOrder } from '../use-cases/delivery-steps.service.js';
import type { DeliveryResponse } from './deliveries.responses.js';

export function deliveryResponse({ delivery, order }: DeliveryWithOrder): DeliveryResponse {
  const { line1, notes, lat, lng } = order.deliverTo;
  return {
    id: delivery.id,
    status: delivery.status,
    allowedSteps: stepsFrom(delivery.status),
    order: {
      id: order.id,
      number: order.number,
      status: order.status,
      lines: order.lines.length,
    },
    deliverTo: { line1, notes, lat, lng },
    cashToCollect: cashDue(order),
    assignedAt: delivery.assignedAt.toISOString(),
    collectedAt: delivery.collectedAt?.toISOString() ?? null,
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
  };
}
