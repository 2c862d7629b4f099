import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ExpectedFailure, type FailureKind } from '../../kernel/failure.js';
import { afresh, Metrics, noContent, type Quota } from '../../platform/index.js';
import { StreamsFull, TooManyStreams } from '../tracking.errors.js';
import type { TrackingAnswer } from './tracking-answers.js';

export interface StreamRequest {
  /** The account or link whose streams are counted together. */
  readonly reader: string;
  /** The present answer to a poll; fails when a poll would. */
  readonly look: () => Promise<TrackingAnswer>;
  /** The last ETag that the reader has seen. */
  readonly lastEventId: string | undefined;
}

/** Proxies close connections that stay silent, many after 30 or 60 seconds. */
const heartbeatEveryMs = 15_000;
/** Readers reconnect by themselves, perhaps to a process started since. */
const longestMs = 10 * 60_000;
const mostOfReader = 5;
const mostOpen = 1000;
/** A stream whose reader has left is noticed when its next look cannot be sent. */
const tooManyAsk = {
  retryAfterSeconds: 5,
  quota: { name: 'streams', requests: mostOfReader } satisfies Quota,
};
/** The most bytes that a reader may leave unread. */
const mostUnread = 64 * 1024;

/** These end the stream, because the reader may see no more; other failures are passing. */
const endings: ReadonlySet<FailureKind> = new Set(['unauthenticated', 'forbidden', 'not-found']);

/**
 * Answers to polls pushed as server-sent events (WHATWG HTML, section 9.2): a look each second, and
 * an event when the ETag has changed. Limits are those of one process.
 */
@Injectable()
export class TrackingStreams implements OnModuleInit {
  readonly #open = new Map<Readable, string>();
  /** Tests look more often. */
  lookEveryMs = 1000;

  constructor(
    private readonly host: HttpAdapterHost,
    metrics: Metrics,
  ) {
    const open = this.#open;
    metrics.gauge({
      name: 'larder_tracking_streams',
      help: 'Streams of tracking events that are open.',
      collect() {
        this.set(open.size);
      },
    });
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addHook('preClose', (done) => {
      for (const stream of this.#open.keys()) this.#end(stream);
      done();
    });
  }

  /**
   * Sends the stream; 204, which makes browsers stop reconnecting (section 9.2.3), when the order
   * is over and the reader knows it.
   * @throws too-many-streams, streams-full, and the failures of `look`
   */
  async send(reply: FastifyReply, request: StreamRequest): Promise<void> {
    const stream = await this.open(request, reply);
    if (!stream) return void reply.code(noContent).send();
    void reply
      .headers({
        'content-type': 'text/event-stream; charset=utf-8',
        // No request follows on this connection, and a closing server need not wait for it.
        connection: 'close',
        // Otherwise nginx would hold events back until its buffer is full.
        'x-accel-buffering': 'no',
      })
      .send(stream);
  }

  /** Null when the order is over and the reader knows it, or the reader has left. */
  async open(
    { reader, look, lastEventId }: StreamRequest,
    { raw }: Pick<FastifyReply, 'raw'>,
  ): Promise<Readable | null> {
    const stream = this.#admit(reader);
    // Also before the stream is sent, and for HEAD, whose answer nobody reads.
    raw.once('close', () => stream.destroy());
    if (raw.destroyed) stream.destroy();
    try {
      const first = await look();
      if (first.isLast && first.etag === lastEventId) stream.destroy();
      if (stream.destroyed) return null;
      // The server closes.
      if (!this.#open.has(stream)) return stream;
      if (first.etag !== lastEventId) stream.push(eventOf(first));
      if (first.isLast) this.#end(stream);
      else void this.#follow(stream, look, first.etag);
      return stream;
    } catch (error) {
      stream.destroy();
      throw error;
    }
  }

  /** @throws too-many-streams, streams-full */
  #admit(reader: string): Readable {
    const ofReader = [...this.#open.values()].filter((each) => each === reader).length;
    if (ofReader >= mostOfReader) {
      throw TooManyStreams.because(`${ofReader} streams are open already.`, tooManyAsk);
    }
    if (this.#open.size >= mostOpen) throw StreamsFull.because('No more streams are opened now.');
    const stream = new Readable({ read: () => {} });
    // Spread out, so that the readers of a closed server do not reconnect all at once.
    stream.push(`retry: ${1000 + Math.floor(Math.random() * 4000)}\n\n`);
    this.#open.set(stream, reader);
    stream.once('close', () => this.#open.delete(stream));
    return stream;
  }

  async #follow(stream: Readable, look: StreamRequest['look'], etag: string): Promise<void> {
    const endsAt = performance.now() + longestMs;
    let seen = etag;
    let spokeAt = performance.now();
    for (;;) {
      await pause(this.lookEveryMs, undefined, { ref: false });
      const answer = await this.#looked(stream, look);
      if (!this.#open.has(stream)) return;
      const now = performance.now();
      if (answer && answer.etag !== seen) {
        seen = answer.etag;
        spokeAt = now;
        stream.push(eventOf(answer));
      } else if (now - spokeAt > heartbeatEveryMs) {
        spokeAt = now;
        stream.push(':\n\n');
      }
      if (stream.readableLength > mostUnread) stream.destroy();
      else if (answer?.isLast || now > endsAt) this.#end(stream);
    }
  }

  /** Null for a passing failure: the stream outlives it, as a polling phone does. */
  async #looked(stream: Readable, look: StreamRequest['look']): Promise<TrackingAnswer | null> {
    if (!this.#open.has(stream)) return null;
    try {
      // The stream is one long request: one failure of Redis must not fail every later look.
      return await afresh(look);
    } catch (error) {
      if (error instanceof ExpectedFailure && endings.has(error.definition.kind)) this.#end(stream);
      return null;
    }
  }

  #end(stream: Readable): void {
    if (this.#open.delete(stream)) stream.push(null);
  }
}

const eventOf = ({ etag, body }: TrackingAnswer) => `id: ${etag}\ndata: ${body}\n\n`;
