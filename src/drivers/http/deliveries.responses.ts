import { ApiProperty } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import type { OrderStatus } from '../../orders/index.js';
import { type DeliveryStatus, deliveryStatuses } from '../domain/delivery-status.js';

export class DeliveryAddress {
  /** @example "Pier Street 4, flat 12" */
  line1: string;

  /** @example "Ring twice" */
  notes: string | null;

  /** @example +971501234567 */
  phone: string | null;

  /** WGS 84 degrees. @example 25.082 */
  @ApiProperty({ format: 'double' })
  lat: number;

  /** WGS 84 degrees. @example 55.142 */
  @ApiProperty({ format: 'double' })
  lng: number;
}

export class DeliveredOrder {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000b' })
  id: string;

  /** What people call the order. @example 1001 */
  number: number;

  /** It can be collected when it is `ready`. @example ready */
  status: OrderStatus;

  /** How many different products. @example 1 */
  lines: number;
}

export class DeliveryResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000a' })
  id: string;

  @ApiProperty({ enum: deliveryStatuses, example: 'assigned' })
  status: DeliveryStatus;

  /** Which try it is to deliver the order, from 1. @example 1 */
  attempt: number;

  /**
   * What you may do with it now: POST /v1/driver/deliveries/{id}/{action}.
   * @example ["arrive", "collect", "release"]
   */
  allowedActions: string[];

  order: DeliveredOrder;

  deliverTo: DeliveryAddress;

  /**
   * To be taken in cash at the door, exactly; nothing where a card pays.
   * @example { "amountMinor": 2050, "currency": "AED" }
   */
  cashToCollect: MoneyResponse;

  /** `pin`: the customer tells it; `photo`: of what you leave at the door. @example pin */
  @ApiProperty({ enum: ['pin', 'photo'] })
  proof: 'pin' | 'photo';

  /** Look at an identity card: the customer must be this old; null: anyone may. */
  minimumAge: number | null;

  @ApiProperty({ format: 'date-time', example: '2026-03-01T09:00:00.000Z' })
  assignedAt: string;

  @ApiProperty({ format: 'date-time' })
  collectedAt: string | null;

  /** When you first tried to reach the customer. */
  @ApiProperty({ format: 'date-time' })
  contactedAt: string | null;

  @ApiProperty({ format: 'date-time' })
  deliveredAt: string | null;
}

export class DeliveriesResponse {
  /** Active ones, oldest first. */
  items: DeliveryResponse[];
}
