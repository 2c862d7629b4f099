import { createServer } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Metrics } from './metrics.js';

/** Prometheus metrics at a port of their own, until the application closes. */
export async function serveMetrics(
  app: NestFastifyApplication,
  port: number,
  host: string,
): Promise<void> {
  const { registry } = app.get(Metrics);
  const server = createServer((request, reply) => {
    const isThere = request.method === 'GET' && request.url === '/metrics';
    if (!isThere) return reply.writeHead(404).end();
    return void registry.metrics().then(
      (text) => reply.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => reply.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  (app.getHttpAdapter().getInstance() as unknown as FastifyInstance).server.once('close', () => {
    server.close();
    server.closeAllConnections();
  });
}
