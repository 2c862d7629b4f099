import type { ModuleSchema } from '../platform/index.js';
import { CreateOrders1764000003000 } from './migrations/1764000003000-create-orders.js';
import { OrderEntity, OrderLineEntity } from './persistence/order.entity.js';

export const ordersSchema: ModuleSchema = {
  entities: [OrderEntity, OrderLineEntity],
  migrations: [CreateOrders1764000003000],
};
