export { type Actor, allowedActions, type OrderFacts } from './domain/order-facts.js';
export { type ActorRole, type OrderStatus, orderStatuses } from './domain/order-status.js';
export { anyOwner, type OrderRequest, orderTag } from './orders.cache.js';
export { IllegalTransition, OrderNotFound } from './orders.errors.js';
export { type OrderEventType, type OrderMoved } from './orders.events.js';
export { OrdersModule } from './orders.module.js';
export { ordersSchema } from './orders.schema.js';
export {
  OrderReads,
  type OrderSnapshot,
  type OrderSummary,
} from './persistence/order-reads.queries.js';
export type { NewSlot, NewZone } from './persistence/slot.repository.js';
export { OrderLifecycle } from './use-cases/order-lifecycle.service.js';
export { ExpireUnacceptedJob } from './use-cases/expire-unaccepted.job.js';
export { OrderSetup } from './use-cases/order-setup.service.js';
