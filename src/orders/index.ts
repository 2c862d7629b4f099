export { type Actor, allowedActions, type OrderFacts } from './domain/order-facts.js';
export { doorOf } from './domain/door-of.js';
export { cashToCollect, changeToBring } from './domain/cash.js';
export { shownPin, withoutEarlyPin } from './domain/delivery-pin.js';
export { lineActions } from './domain/line-step.js';
export { lineActionsOfPeople, type LineStatus, lineStatuses } from './domain/line-status.js';
export { type Bags } from './domain/bags.js';
export { type OrderReason, orderReasons } from './domain/order-reasons.js';
export {
  type ActorRole,
  isTerminal,
  orderActions,
  type OrderStatus,
  orderStatuses,
} from './domain/order-status.js';
export { minimumAgeInBag } from './domain/order-ledger.js';
export { anyOwner, type OrderRequest, orderTag } from './orders.cache.js';
export { IllegalTransition, OrderNotFound } from './orders.errors.js';
export {
  type OrderEventType,
  type OrderLate,
  type OrderMoved,
  type RefundMade,
} from './orders.events.js';
export { OrdersModule } from './orders.module.js';
export { ordersSchema } from './orders.schema.js';
export { substituteResponse } from './http/order.mapper.js';
export { SubstituteResponse } from './http/orders.responses.js';
export type { OrderLine, OrderSnapshot, TimelineStep } from './domain/order-snapshot.js';
export { type OpenOrder, OpenOrders } from './persistence/open-orders.queries.js';
export { OrderOwners } from './persistence/order-owners.queries.js';
export { OrderReads } from './persistence/order-reads.queries.js';
export { type LockedOrder, OrderLifecycle } from './use-cases/order-lifecycle.service.js';
