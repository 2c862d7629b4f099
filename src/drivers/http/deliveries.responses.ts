import { ApiProperty } from '@nestjs/swagger';
import { MoneyResponse } from '../../catalog/index.js';
import type { OrderStatus } from '../../orders/index.js';
import { deliveryStatuses, type DeliveryStatus } from '../domain/delivery-status.js';

export class DeliveryAddress {
  @ApiProperty({ example: 'Pier Street 4, flat 12' })
  line1: string;

  @ApiProperty({ type: String, nullable: true, example: 'Ring twice' })
  notes: string | null;

  @ApiProperty({ type: String, nullable: true, example: '+971501234567' })
  phone: string | null;

  @ApiProperty({ description: 'WGS 84 degrees', example: 25.082 })
  lat: number;

  @ApiProperty({ description: 'WGS 84 degrees', example: 55.142 })
  lng: number;
}

export class DeliveredOrder {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000b' })
  id: string;

  @ApiProperty({ description: 'What people call the order', example: 1001 })
  number: number;

  @ApiProperty({ description: 'It can be collected when it is `ready`', example: 'ready' })
  status: OrderStatus;

  @ApiProperty({ description: 'How many different products', example: 1 })
  lines: number;
}

export class DeliveryResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000a' })
  id: string;

  @ApiProperty({ enum: deliveryStatuses, example: 'assigned' })
  status: DeliveryStatus;

  @ApiProperty({ description: 'Which try it is to deliver the order, from 1', example: 1 })
  attempt: number;

  @ApiProperty({
    description: 'What you may do with it now: POST /v1/driver/deliveries/{id}/{action}',
    example: ['arrive', 'collect', 'release'],
  })
  allowedActions: string[];

  @ApiProperty({ type: DeliveredOrder })
  order: DeliveredOrder;

  @ApiProperty({ type: DeliveryAddress })
  deliverTo: DeliveryAddress;

  @ApiProperty({
    type: MoneyResponse,
    description: 'To be taken in cash at the door, exactly; nothing where a card pays',
    example: { amountMinor: 2050, currency: 'AED' },
  })
  cashToCollect: MoneyResponse;

  @ApiProperty({
    enum: ['pin', 'photo'],
    description: '`pin`: the customer tells it; `photo`: of what you leave at the door',
    example: 'pin',
  })
  proof: 'pin' | 'photo';

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Look at an identity card: the customer must be this old; null: anyone may',
    example: null,
  })
  minimumAge: number | null;

  @ApiProperty({ format: 'date-time', example: '2026-03-01T09:00:00.000Z' })
  assignedAt: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: null })
  collectedAt: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'When you first tried to reach the customer',
    example: null,
  })
  contactedAt: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: null })
  deliveredAt: string | null;
}

export class DeliveriesResponse {
  @ApiProperty({ type: [DeliveryResponse], description: 'Active ones, oldest first' })
  items: DeliveryResponse[];
}
