import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/index.js';
import { DeliverySetup } from './setup/delivery-setup.service.js';
import { AdminSlotsController } from './slots/admin-slots.controller.js';
import { OpenSlots } from './slots/open-slots.service.js';
import { SlotAdmin } from './slots/slot-admin.service.js';
import { SlotPlans } from './terms/slot-plans.service.js';
import { SlotRepository } from './slots/slot.repository.js';
import { SlotsController } from './slots/slots.controller.js';
import { DeliveryOffers } from './terms/delivery-offers.service.js';
import { DeliveryTermsController } from './terms/delivery-terms.controller.js';
import { ServiceabilityController } from './terms/serviceability.controller.js';
import { SlotPlansController } from './terms/slot-plans.controller.js';
import { StoreTermsAdmin } from './terms/store-terms-admin.service.js';
import { StoreTermsRepository } from './terms/store-terms.repository.js';
import { AdminZonesController } from './zones/admin-zones.controller.js';
import { ZoneAdmin } from './zones/zone-admin.service.js';
import { ZoneRepository } from './zones/zone.repository.js';

/** The delivery options of stores: zones, slots, fees and terms. Orders are not known here. */
@Module({
  imports: [CatalogModule],
  controllers: [
    SlotsController,
    ServiceabilityController,
    AdminZonesController,
    AdminSlotsController,
    SlotPlansController,
    DeliveryTermsController,
  ],
  providers: [
    ZoneRepository,
    ZoneAdmin,
    SlotRepository,
    OpenSlots,
    SlotAdmin,
    SlotPlans,
    StoreTermsRepository,
    StoreTermsAdmin,
    DeliveryOffers,
    DeliverySetup,
  ],
  exports: [DeliveryOffers, StoreTermsRepository, SlotRepository, DeliverySetup],
})
export class DeliveryOptionsModule {}
