import { ApiProperty } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import type { OrderStatus } from '../../orders/index.js';
import {
  deliveryActions,
  type DeliveryStatus,
  deliveryStatuses,
} from '../domain/delivery-status.js';

export class DeliveryStore {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000010' })
  id: string;

  /** @example "Harbour Market" */
  name: string;

  /** WGS 84 degrees. @example 25.0805 */
  @ApiProperty({ format: 'double' })
  lat: number;

  /** WGS 84 degrees. @example 55.1405 */
  @ApiProperty({ format: 'double' })
  lng: number;
}

export class BagsResponse {
  /** @example 3 */
  total: number;

  /** Neither chilled nor frozen. @example 2 */
  ambient: number;

  /** @example 1 */
  chilled: number;

  /** @example 0 */
  frozen: number;
}

export class DeliveryAddress {
  /** The customer’s name: whom to ask for. @example "Mina Haddad" */
  recipientName: string;

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

  /** The order's number for people. @example 1001 */
  number: number;

  /** The order's status; `ready` can be collected. @example ready */
  status: OrderStatus;

  /** The number of different products. @example 1 */
  lineCount: number;
}

export class DeliveryResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000a' })
  id: string;

  @ApiProperty({ enum: deliveryStatuses, example: 'assigned' })
  status: DeliveryStatus;

  /** The number of this try to deliver the order, from 1. @example 1 */
  attempt: number;

  /**
   * Your possible actions now: POST /v1/driver/deliveries/{id}/{action}.
   * @example ["arrive", "collect", "release"]
   */
  @ApiProperty({ enum: deliveryActions, isArray: true })
  allowedActions: string[];

  order: DeliveredOrder;

  /** Where you collect it. */
  store: DeliveryStore;

  /** Null once you do not go to the customer: after every end, and while it has failed. */
  deliverTo: DeliveryAddress | null;

  /** The begin of the slot, or of the promised time; null: none was promised. */
  @ApiProperty({ format: 'date-time', example: '2026-03-01T09:30:00.000Z' })
  dueFrom: string | null;

  /** Its end. */
  @ApiProperty({ format: 'date-time', example: '2026-03-01T10:00:00.000Z' })
  dueAt: string | null;

  /** What to carry, as the picker counted it; null: nobody has. */
  bags: BagsResponse | null;

  /**
   * The exact cash to take at the door, as coins can pay it; 0 where a card pays.
   * @example { "amountMinor": 2050, "currency": "AED" }
   */
  cashToCollect: MoneyResponse;

  /** The money that the customer pays with, such as a banknote; null: nothing said. */
  @ApiProperty({ example: { amountMinor: 10_000, currency: 'AED' } })
  changeFor: MoneyResponse | null;

  /**
   * The change to bring for it; 0 also where it does not suffice any more, as goods became dearer.
   */
  @ApiProperty({ example: { amountMinor: 7950, currency: 'AED' } })
  changeToBring: MoneyResponse | null;

  /** `pin`: the customer tells it; `photo`: of the goods that you leave. @example pin */
  @ApiProperty({ enum: ['pin', 'photo'] })
  proof: 'pin' | 'photo';

  /** The customer's minimum age: look at an identity card; null: no limit. */
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
  /** Active deliveries, oldest first. */
  items: DeliveryResponse[];
}
