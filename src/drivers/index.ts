export type { DeliveryStatus } from './domain/delivery-status.js';
export { LocationStoreUnavailable } from './drivers.errors.js';
export type { DeliveryEventPayload } from './drivers.events.js';
export { DriversModule } from './drivers.module.js';
export { driversSchema } from './drivers.schema.js';
export {
  type Fix,
  LocationStore,
  type NearbyDriver,
  type NearestSearch,
  type StoredFix,
} from './location/location.port.js';
export {
  type ActiveDelivery,
  type DeliveryOfOrder,
  DriverReads,
  type DriverOnShift,
} from './persistence/driver-reads.queries.js';
