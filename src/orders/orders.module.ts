import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { CatalogModule } from '../catalog/index.js';
import { DeliveryOptionsModule } from '../delivery-options/index.js';
import { AppConfig } from '../platform/index.js';
import { AdminOrdersController } from './http/admin-orders.controller.js';
import { ClaimsController } from './http/claims.controller.js';
import { OrderCancellationsController } from './http/order-cancellations.controller.js';
import { CartController } from './http/cart.controller.js';
import { OrdersController } from './http/orders.controller.js';
import { PickingLinesController } from './http/picking-lines.controller.js';
import { PickingController } from './http/picking.controller.js';
import { ReturnsController } from './http/returns.controller.js';
import { QuotesController } from './http/quotes.controller.js';
import { CartRepository } from './persistence/cart.repository.js';
import { SubstitutionController } from './http/substitution.controller.js';
import { PickingQueue } from './persistence/picking-queue.queries.js';
import { PaymentsController } from './http/payments.controller.js';
import { WebhooksController } from './http/webhooks.controller.js';
import { AskProviderJob } from './payments/ask-provider.job.js';
import { DoorPaymentProvider } from './payments/door.payment-provider.js';
import { ExpireUnpaidJob } from './payments/expire-unpaid.job.js';
import { FakePaymentProvider } from './payments/fake.payment-provider.js';
import { PaymentWebhooks } from './payments/payment-webhooks.service.js';
import { OrderClaims } from './payments/order-claims.service.js';
import { OrderRefunds } from './payments/order-refunds.service.js';
import { PaymentCalls } from './payments/payment-calls.service.js';
import { PaymentOutcomes } from './payments/payment-outcomes.service.js';
import { PaymentProvider } from './domain/payment-provider.port.js';
import { LateOrders } from './persistence/late-orders.queries.js';
import { OpenOrders } from './persistence/open-orders.queries.js';
import { OrderOwners } from './persistence/order-owners.queries.js';
import { OrderPeople } from './persistence/order-people.queries.js';
import { OrderPrivacy } from './persistence/order-privacy.queries.js';
import { OrderReads } from './persistence/order-reads.queries.js';
import { OrderRepository } from './persistence/order.repository.js';
import { OrderSearches } from './persistence/order-search.queries.js';
import { PaymentClaimRepository } from './persistence/payment-claim.repository.js';
import { PaymentRefundRepository } from './persistence/payment-refund.repository.js';
import { PaymentRepository } from './persistence/payment.repository.js';
import { QuoteRepository } from './persistence/quote.repository.js';
import { CancelOrder } from './use-cases/cancel-order.service.js';
import { AwaitAcceptance } from './use-cases/await-acceptance.service.js';
import { Carts } from './use-cases/carts.service.js';
import { CustomerLimits } from './use-cases/customer-limits.service.js';
import { ConfirmQuote } from './use-cases/confirm-quote.service.js';
import { ExpireUnacceptedJob } from './use-cases/expire-unaccepted.job.js';
import { ForgetDoorsJob } from './use-cases/forget-doors.job.js';
import { LapseProposalJob } from './use-cases/lapse-proposal.job.js';
import { NoteLateJob } from './use-cases/note-late.job.js';
import { OrderEffects } from './use-cases/order-effects.service.js';
import { OrderJournal } from './use-cases/order-journal.service.js';
import { OrderLifecycle } from './use-cases/order-lifecycle.service.js';
import { OrderLines } from './use-cases/order-lines.service.js';
import { OrderPayments } from './use-cases/order-payments.service.js';
import { PackOrder } from './use-cases/pack-order.service.js';
import { PickingQueues } from './use-cases/picking-queues.service.js';
import { OrderViews } from './use-cases/order-views.service.js';
import { PlaceOrder } from './use-cases/place-order.service.js';
import { QuoteBasket } from './use-cases/quote-basket.service.js';
import { ReturnOrder } from './use-cases/return-order.service.js';
import { Substitutes } from './use-cases/substitutes.service.js';

/** Quotes, orders and their lifecycle, picking and payments. */
@Module({
  imports: [AccountsModule, CatalogModule, DeliveryOptionsModule],
  controllers: [
    QuotesController,
    OrdersController,
    OrderCancellationsController,
    AdminOrdersController,
    PickingController,
    ReturnsController,
    CartController,
    SubstitutionController,
    PickingLinesController,
    PaymentsController,
    WebhooksController,
    ClaimsController,
  ],
  providers: [
    CartRepository,
    Carts,
    ConfirmQuote,
    CustomerLimits,
    QuoteRepository,
    OrderRepository,
    PaymentRepository,
    PaymentRefundRepository,
    PaymentClaimRepository,
    {
      provide: PaymentProvider,
      inject: [AppConfig],
      useFactory: ({ paymentProvider }: AppConfig): PaymentProvider =>
        paymentProvider === 'fake' ? new FakePaymentProvider() : new DoorPaymentProvider(),
    },
    OrderOwners,
    OrderPeople,
    OrderPrivacy,
    OrderReads,
    ForgetDoorsJob,
    OrderSearches,
    PickingQueue,
    PackOrder,
    PickingQueues,
    OpenOrders,
    LateOrders,
    NoteLateJob,
    OrderJournal,
    OrderPayments,
    OrderEffects,
    OrderLifecycle,
    Substitutes,
    OrderLines,
    OrderViews,
    CancelOrder,
    ReturnOrder,
    LapseProposalJob,
    QuoteBasket,
    AwaitAcceptance,
    PlaceOrder,
    ExpireUnacceptedJob,
    PaymentOutcomes,
    PaymentCalls,
    AskProviderJob,
    ExpireUnpaidJob,
    PaymentWebhooks,
    OrderRefunds,
    OrderClaims,
  ],
  exports: [OrderLifecycle, OrderOwners, OrderReads, OpenOrders],
})
export class OrdersModule {}
