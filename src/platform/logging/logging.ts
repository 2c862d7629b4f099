import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import { currentRequest } from '../request-context.js';
import { StartupRefused } from '../startup-refused.js';

/** Paths whose values never reach a log line. */
const secrets = [
  'req.headers.authorization',
  'req.headers.cookie',
  '*.password',
  '*.accessToken',
  '*.authorization',
  '*.lat',
  '*.lng',
  'password',
  'accessToken',
  'lat',
  'lng',
];

/**
 * One JSON line per event, on standard output unless another destination is given. Lines logged
 * while a request is served carry its `requestId`.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: secrets, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: withoutParameters },
    mixin: () => {
      const request = currentRequest();
      return request ? { requestId: request.requestId } : {};
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Members of a failed statement that quote values (names, addresses): never logged. */
const quoting = ['parameters', 'driverError', 'detail', 'where', 'internalQuery'];

function withoutParameters(error: Error): object {
  const plain = pino.stdSerializers.err(error) as unknown as Record<string, unknown>;
  for (const member of quoting) delete plain[member];
  return plain;
}

/** Nest's own messages, through the same logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.#write('info', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('trace', message, rest);
  }

  /** Nest passes the context (a class name) last, and a stack before it. */
  #write(
    level: 'info' | 'warn' | 'error' | 'fatal' | 'debug' | 'trace',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = rest.at(-1);
    const [text] = rest;
    // The starting program prints this sentence itself; a stack beside it would only hide it.
    if (message instanceof StartupRefused) return;
    if (message instanceof Error) {
      this.logger[level]({ err: message, context }, message.message);
    } else if (typeof message === 'object' && message !== null) {
      this.logger[level]({ ...message, context }, rest.length > 1 ? String(text) : undefined);
    } else {
      const stack = rest.length > 1 ? rest[0] : undefined;
      this.logger[level]({ context, ...(stack !== undefined && { stack }) }, String(message));
    }
  }
}
