export { TrackingModule } from './tracking.module.js';
export { trackingSchema } from './tracking.schema.js';
