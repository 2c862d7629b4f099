import type { ModuleSchema } from '../platform/index.js';
import { CreateDrivers1764006000000 } from './migrations/1764006000000-create-drivers.js';
import { MoreFailureReasons1764110000000 } from './migrations/1764110000000-more-failure-reasons.js';
import { DeliveryEntity } from './persistence/delivery.entity.js';
import { DispatchEntity } from './persistence/dispatch.entity.js';
import { OfferEntity } from './persistence/offer.entity.js';
import { ShiftEntity } from './persistence/shift.entity.js';

export const driversSchema: ModuleSchema = {
  entities: [ShiftEntity, DeliveryEntity, DispatchEntity, OfferEntity],
  migrations: [CreateDrivers1764006000000, MoreFailureReasons1764110000000],
};
