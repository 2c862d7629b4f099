// What the programs need to boot Larder; modules import from index.ts.
export { serveDocs } from './http/docs.js';
export { configureEdge, fastifyAdapter } from './http/edge.js';
export { serveMetrics } from './metrics/metrics-server.js';
export { createLogger, NestLogger } from './logging/logging.js';
export { PlatformModule } from './platform.module.js';
export { StartupRefused } from './startup-refused.js';
export { readConfig } from './config/env.js';
export { withSecret } from './config/embedded-secret.js';
