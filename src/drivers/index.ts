export { LocationStoreUnavailable } from './drivers.errors.js';
export { DriversModule } from './drivers.module.js';
export { driversSchema } from './drivers.schema.js';
export { LocationStore, type StoredFix } from './location/location.port.js';
export {
  type DeliveryOfOrder,
  DriverReads,
  type DriverOnShift,
} from './persistence/driver-reads.queries.js';
