import type { ModuleSchema } from '../platform/index.js';
import { CreateDeliveryOptions1764004000000 } from './migrations/1764004000000-create-delivery-options.js';

export const deliveryOptionsSchema: ModuleSchema = {
  entities: [],
  migrations: [CreateDeliveryOptions1764004000000],
};
