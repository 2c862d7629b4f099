import type { ModuleSchema } from '../platform/index.js';
import { CreateOrders1764005000000 } from './migrations/1764005000000-create-orders.js';
import { ForgetDoors1764136010000 } from './migrations/1764136010000-forget-doors.js';
import { LimitHolds1764135000000 } from './migrations/1764135000000-limit-holds.js';
import { CountBags1764112000000 } from './migrations/1764112000000-count-bags.js';
import { NoteLateOrders1764133000000 } from './migrations/1764133000000-note-late-orders.js';
import { PayInCoins1764111000000 } from './migrations/1764111000000-pay-in-coins.js';
import { OrderEntity, OrderLineEntity } from './persistence/order.entity.js';
import { PaymentEntity } from './persistence/payment.entity.js';

export const ordersSchema: ModuleSchema = {
  entities: [OrderEntity, OrderLineEntity, PaymentEntity],
  migrations: [
    CreateOrders1764005000000,
    PayInCoins1764111000000,
    CountBags1764112000000,
    NoteLateOrders1764133000000,
    LimitHolds1764135000000,
    ForgetDoors1764136010000,
  ],
};
