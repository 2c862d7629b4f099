import type { ModuleSchema } from '../platform/index.js';
import { CreateNotices1764133000001 } from './migrations/1764133000001-create-notices.js';

export const noticesSchema: ModuleSchema = {
  entities: [],
  migrations: [CreateNotices1764133000001],
};
