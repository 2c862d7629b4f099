import type { ModuleSchema } from '../platform/index.js';
import { CreateShareLinks1764400100000 } from './migrations/1764400100000-create-share-links.js';

export const trackingSchema: ModuleSchema = {
  entities: [],
  migrations: [CreateShareLinks1764400100000],
};
