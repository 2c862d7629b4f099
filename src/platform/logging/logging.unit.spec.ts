import { describe, expect, it } from 'vitest';
import { freshContext, onBehalfOf } from '../request-context.js';
import { createLogger, NestLogger } from './logging.js';

describe('a line of the log', () => {
  it('has the id of the request that it was written for', async () => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (line: string) => lines.push(line) });
    const nest = new NestLogger(logger);
    await onBehalfOf(freshContext('first-request'), async () => {
      nest.warn('of a request', 'Context');
      logger.info({ requestId: 'second-request' }, 'of another that has ended');
    });
    nest.warn('of none', 'Context');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { msg: 'of a request', context: 'Context', requestId: 'first-request' },
      { msg: 'of another that has ended', requestId: 'second-request' },
      { msg: 'of none' },
    ]);
    expect(lines[2]).not.toContain('requestId');
  });
});
