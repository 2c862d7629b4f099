import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { CatalogModule } from '../catalog/index.js';
import { Clock } from '../kernel/clock.js';
import { OrdersModule } from '../orders/index.js';
import { RedisConnection } from '../platform/index.js';
import { AssignmentController } from './http/assignment.controller.js';
import { DeliveriesController } from './http/deliveries.controller.js';
import { LocationController } from './http/location.controller.js';
import { NearbyController } from './http/nearby.controller.js';
import { OffersController } from './http/offers.controller.js';
import { PingLane } from './http/ping-lane.js';
import { StaffStepsController } from './http/staff-steps.controller.js';
import { ShiftController } from './http/shift.controller.js';
import { LocationStore } from './location/location.port.js';
import { MemoryLocationStore } from './location/memory.location.js';
import { RedisLocationStore } from './location/redis.location.js';
import { DeliveryPeople } from './persistence/delivery-people.queries.js';
import { DeliveryPrivacy } from './persistence/delivery-privacy.queries.js';
import { DeliveryRepository } from './persistence/delivery.repository.js';
import { DispatchRepository } from './persistence/dispatch.repository.js';
import { DriverReads } from './persistence/driver-reads.queries.js';
import { OfferRepository } from './persistence/offer.repository.js';
import { SilentDrivers } from './persistence/silent-drivers.queries.js';
import { ShiftRepository } from './persistence/shift.repository.js';
import { AnswerOffer } from './use-cases/answer-offer.service.js';
import { AssignOrder } from './use-cases/assign-order.service.js';
import { DeliveryLifecycle } from './use-cases/delivery-lifecycle.service.js';
import { DeliverySteps } from './use-cases/delivery-steps.service.js';
import { DispatchOrderJob } from './use-cases/dispatch-order.job.js';
import { Dispatches } from './use-cases/dispatches.service.js';
import { EndDelivery } from './use-cases/end-delivery.service.js';
import { FollowOrders } from './use-cases/follow-orders.service.js';
import { HandOverDelivery } from './use-cases/hand-over.service.js';
import { OfferLifecycle } from './use-cases/offer-lifecycle.service.js';
import { OfferTogether } from './use-cases/offer-together.service.js';
import { NearbyDrivers } from './use-cases/nearby-drivers.service.js';
import { NoteApproachesJob } from './use-cases/note-approaches.job.js';
import { RecordLocation } from './use-cases/record-location.service.js';
import { RedeliverOrder } from './use-cases/redeliver-order.service.js';
import { ReleaseSilentJob } from './use-cases/release-silent.job.js';
import { RestoreShifts } from './use-cases/restore-shifts.service.js';
import { Shifts } from './use-cases/shifts.service.js';
import { WakeOrdersJob } from './use-cases/wake-orders.job.js';
import { WatchedDeliveries } from './use-cases/watched-deliveries.service.js';

@Module({
  imports: [AccountsModule, CatalogModule, OrdersModule],
  controllers: [
    ShiftController,
    LocationController,
    AssignmentController,
    StaffStepsController,
    NearbyController,
    OffersController,
    DeliveriesController,
  ],
  providers: [
    {
      provide: LocationStore,
      inject: [RedisConnection, Clock],
      useFactory: (redis: RedisConnection, clock: Clock): LocationStore =>
        redis.client ? new RedisLocationStore(redis, clock) : new MemoryLocationStore(clock),
    },
    ShiftRepository,
    DeliveryRepository,
    DeliveryPeople,
    DeliveryPrivacy,
    DispatchRepository,
    OfferRepository,
    SilentDrivers,
    DriverReads,
    Shifts,
    RestoreShifts,
    NearbyDrivers,
    RecordLocation,
    OfferLifecycle,
    OfferTogether,
    Dispatches,
    DeliveryLifecycle,
    PingLane,
    AssignOrder,
    RedeliverOrder,
    EndDelivery,
    HandOverDelivery,
    DeliverySteps,
    AnswerOffer,
    DispatchOrderJob,
    WakeOrdersJob,
    WatchedDeliveries,
    ReleaseSilentJob,
    NoteApproachesJob,
    FollowOrders,
  ],
  exports: [LocationStore, DriverReads],
})
export class DriversModule {}
