import type { ModuleSchema } from '../platform/index.js';
import { CreateShareLinks1764400100000 } from './migrations/1764400100000-create-share-links.js';
import { FindExpiredShareLinks1764400200000 } from './migrations/1764400200000-find-expired-share-links.js';

export const trackingSchema: ModuleSchema = {
  entities: [],
  migrations: [CreateShareLinks1764400100000, FindExpiredShareLinks1764400200000],
};
