import type { ModuleSchema } from '../platform/index.js';
import { CreateOrders1764000003000 } from './migrations/1764000003000-create-orders.js';
import { GrowOrders1764200000000 } from './migrations/1764200000000-grow-orders.js';
import { SetDeliveryTerms1764200100000 } from './migrations/1764200100000-set-delivery-terms.js';
import { TakeCards1764200300000 } from './migrations/1764200300000-take-cards.js';
import { AddDeliveryPin1764300100000 } from './migrations/1764300100000-add-delivery-pin.js';
import { FlagUndeliverable1764500000000 } from './migrations/1764500000000-flag-undeliverable.js';
import { KeepPromises1764500100000 } from './migrations/1764500100000-keep-promises.js';
import { OrderEntity, OrderLineEntity } from './persistence/order.entity.js';
import { PaymentEntity } from './persistence/payment.entity.js';

export const ordersSchema: ModuleSchema = {
  entities: [OrderEntity, OrderLineEntity, PaymentEntity],
  migrations: [
    CreateOrders1764000003000,
    GrowOrders1764200000000,
    SetDeliveryTerms1764200100000,
    TakeCards1764200300000,
    AddDeliveryPin1764300100000,
    FlagUndeliverable1764500000000,
    KeepPromises1764500100000,
  ],
};
