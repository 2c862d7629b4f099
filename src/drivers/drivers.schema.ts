import type { ModuleSchema } from '../platform/index.js';
import { CreateDrivers1764000004000 } from './migrations/1764000004000-create-drivers.js';
import { GiveShiftsTerms1764100500000 } from './migrations/1764100500000-give-shifts-terms.js';
import { GrowDeliveries1764300110000 } from './migrations/1764300110000-grow-deliveries.js';
import { CreateDispatch1764500100000 } from './migrations/1764500100000-create-dispatch.js';
import { OfferTogether1764500200000 } from './migrations/1764500200000-offer-together.js';
import { NoteApproach1764500300000 } from './migrations/1764500300000-note-approach.js';
import { DeliveryEntity } from './persistence/delivery.entity.js';
import { DispatchEntity } from './persistence/dispatch.entity.js';
import { OfferEntity } from './persistence/offer.entity.js';
import { ShiftEntity } from './persistence/shift.entity.js';

export const driversSchema: ModuleSchema = {
  entities: [ShiftEntity, DeliveryEntity, DispatchEntity, OfferEntity],
  migrations: [
    CreateDrivers1764000004000,
    GiveShiftsTerms1764100500000,
    GrowDeliveries1764300110000,
    CreateDispatch1764500100000,
    OfferTogether1764500200000,
    NoteApproach1764500300000,
  ],
};
