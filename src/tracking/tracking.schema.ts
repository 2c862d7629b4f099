import type { ModuleSchema } from '../platform/index.js';
import { CreateTracking1764007000000 } from './migrations/1764007000000-create-tracking.js';

export const trackingSchema: ModuleSchema = {
  entities: [],
  migrations: [CreateTracking1764007000000],
};
