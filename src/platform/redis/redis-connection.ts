import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { createClient } from 'redis';
import { AppConfig } from '../config/app-config.js';
import { Metrics } from '../metrics/metrics.js';
import { RedisUnavailable } from '../platform.errors.js';
import { Deadlines } from './deadlines.js';

export type RedisClient = ReturnType<typeof createClient>;

/**
 * The process's one connection to Redis. Boot never awaits it: Larder starts, and serves, without
 * Redis. A call on a lost connection fails at once (no offline queue); `withDeadline` ends a call
 * to a frozen server, which no setting of the client does.
 */
@Injectable()
export class RedisConnection implements OnApplicationShutdown {
  readonly client: RedisClient | null;
  readonly #namespace: string;
  readonly #log = new Logger(RedisConnection.name);
  readonly #deadlines = new Deadlines();
  readonly #readyListeners: (() => void)[] = [];
  #lastComplaint = '';

  readonly #late: Counter<string>;

  constructor(config: AppConfig, metrics: Metrics) {
    this.#late = metrics.counter({
      name: 'larder_redis_deadlines_total',
      help: 'Calls that Redis did not answer in time.',
    });
    this.#namespace = config.redisNamespace;
    this.client = config.redisUrl ? this.#connect(config.redisUrl) : null;
  }

  /** Whether a call now may succeed. Always false in embedded mode. */
  get isReady(): boolean {
    return this.client?.isReady ?? false;
  }

  /** `larder:a:b`: every key of Larder begins with the namespace. */
  key(...parts: string[]): string {
    return [this.#namespace, ...parts].join(':');
  }

  /** Calls the listener on every connection, the first included. */
  onReady(listener: () => void): void {
    this.#readyListeners.push(listener);
    if (this.isReady) listener();
  }

  /**
   * Answers the call's result, or fails after `milliseconds`. The call itself cannot be taken back:
   * send only commands that may take effect later.
   *
   * @throws redis-unavailable
   */
  withDeadline<T>(milliseconds: number, call: Promise<T>): Promise<T> {
    const answered = call.catch((error: Error) => {
      throw RedisUnavailable.because(`Redis did not answer: ${error.message}`);
    });
    return this.#deadlines.race(milliseconds, answered, () => {
      this.#late.inc();
      return RedisUnavailable.because(`Redis did not answer within ${milliseconds} ms.`);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.client?.isOpen) this.client.destroy();
  }

  #connect(url: string): RedisClient {
    const client = createClient({
      url,
      disableOfflineQueue: true,
      pingInterval: 1000,
      // The client's own timeout makes an AbortSignal for each command, which costs more than the
      // command, and does not end a call to a frozen server. `withDeadline` does.
      commandOptions: { timeout: undefined },
      socket: {
        connectTimeout: 1000,
        socketTimeout: 2500,
        // Jitter, so that the processes of a fleet do not reconnect all at once.
        reconnectStrategy: (retries) =>
          Math.round(Math.min(50 * 2 ** Math.min(retries, 6), 2000) * (0.5 + Math.random() / 2)),
      },
    });
    client.on('error', (error: Error) => this.#complain(error.message || error.name));
    client.on('ready', () => {
      this.#lastComplaint = '';
      this.#log.log('Redis is connected.');
      for (const listener of this.#readyListeners) listener();
    });
    client.connect().catch((error: Error) => this.#complain(error.message));
    return client as RedisClient;
  }

  /** Logs once per cause: a server that stays away would otherwise fill the log. */
  #complain(reason: string): void {
    if (reason === this.#lastComplaint) return;
    this.#lastComplaint = reason;
    this.#log.warn(`Redis is away, serving without it: ${reason}`);
  }
}
