import type { ModuleSchema } from './database/data-source.js';
import { CreatePlatform1764001000000 } from './database/migrations/1764001000000-create-platform.js';
import { CreateAuditLog1764137000000 } from './database/migrations/1764137000000-create-audit-log.js';

export const platformSchema: ModuleSchema = {
  entities: [],
  migrations: [CreatePlatform1764001000000, CreateAuditLog1764137000000],
};
