// Answers the most frequent requests before Fastify is asked.
import { isAscii as hasAsciiOnly } from 'node:buffer';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { end, isEnding } from './ambiguous-requests.js';
import type { AnswerHeaders } from './answer-headers.js';
import type { AnsweredRequests } from './answered-requests.js';
import { matches } from './conditional.js';
import { hasBody } from './has-body.js';
import type { Found, Lane, LaneAnswer, Visit } from './lane.js';
import { problemOf } from './problem.filter.js';
import { freshContext, type RequestContext } from '../request-context.js';
import { requestIdOf } from './request-id.js';
import type { SlowBodies } from './slow-bodies.js';
import { notModified, ok } from './status-of-error.js';

interface Surroundings {
  readonly isClosing: () => boolean;
  readonly bodies: SlowBodies;
  readonly answered: AnsweredRequests;
  readonly headers: AnswerHeaders;
}

interface Going {
  readonly lane: Lane;
  readonly visit: Visit<Found, unknown>;
  readonly reply: ServerResponse;
}

const spentSoFar = new WeakMap<IncomingMessage, RequestContext>();

/** The costs and the id of a request that a lane has looked at and then handed on. */
export function handedOn(raw: IncomingMessage): RequestContext | undefined {
  return spentSoFar.get(raw);
}

/**
 * The steps common to all lanes, in this order: the request must be plain and its caller known; the
 * answer gets the headers, meters and log line of any other. Odd requests go on to Fastify
 * untouched, and Fastify says what is wrong with them.
 */
@Injectable()
export class Lanes {
  readonly #lanes: Record<string, Lane[]> = { GET: [], POST: [] };
  #around!: Surroundings;
  #fastify!: RequestListener;

  open<Asked extends Found, Who>(lane: Lane<Asked, Who>): void {
    this.#lanes[lane.method]!.push(lane as unknown as Lane);
  }

  /** Puts the lanes before every request of the server. */
  standBefore(server: Server, around: Surroundings): void {
    this.#around = around;
    const [fastify] = server.listeners('request') as RequestListener[];
    this.#fastify = fastify!;
    server.removeAllListeners('request').on('request', (raw, reply) => {
      if (!this.#takes(raw, reply)) this.#fastify(raw, reply);
    });
  }

  #takes(raw: IncomingMessage, reply: ServerResponse): boolean {
    const lanes = this.#lanes[raw.method!];
    if (lanes === undefined) return false;
    for (const lane of lanes) {
      const asked = lane.find(raw.url!);
      if (asked === undefined) continue;
      const who = this.#isPlain(raw, lane) ? lane.admits(raw) : undefined;
      if (who === undefined) return false;
      const visit = { raw, asked, who, spent: freshContext(requestIdOf(raw)), text: '' };
      if (lane.mostBytes === undefined) this.#go({ lane, visit, reply });
      else this.#read({ lane, visit, reply });
      return true;
    }
    return false;
  }

  #isPlain(raw: IncomingMessage, { mostBytes }: Lane): boolean {
    if (this.#around.isClosing() || isEnding(raw.socket)) return false;
    const { headers } = raw;
    if (headers.expect !== undefined || !isSaidOnce(raw.rawHeaders)) return false;
    return mostBytes === undefined ? !hasBody(headers) : isSmallJson(raw, mostBytes);
  }

  /** Reads a body that came with the head or soon after; bodies in pieces are handed on. */
  #read({ lane, visit, reply }: Going): void {
    const { raw } = visit;
    const { bodies } = this.#around;
    bodies.expect(raw, reply);
    raw.once('data', (bytes: Buffer) => {
      // Bytes that may be no UTF-8 are for the parser behind Fastify.
      if (bytes.length === Number(raw.headers['content-length']) && hasAsciiOnly(bytes)) {
        const text = bytes.toString('latin1');
        if (this.#go({ lane, visit: { ...visit, text }, reply }, bytes)) bodies.hasCome(raw);
      } else {
        this.#handOn(visit, reply, bytes);
      }
    });
  }

  /** @param bytes the body, to be handed on with the request */
  #go(going: Going, bytes?: Buffer): boolean {
    const { lane, visit, reply } = going;
    let answer;
    try {
      answer = lane.answer(visit);
    } catch (error) {
      this.#refuse(going, error);
      return true;
    }
    if (answer === null) {
      this.#handOn(visit, reply, bytes);
      return false;
    }
    if (answer instanceof Promise) {
      answer.then(
        (made) => (made ? this.#send(going, made) : this.#handOn(visit, reply)),
        (error: unknown) => this.#refuse(going, error),
      );
    } else {
      this.#send(going, answer);
    }
    return true;
  }

  /** Puts the bytes back, so that the next reader gets the whole body. */
  #handOn({ raw, spent }: Visit<Found, unknown>, reply: ServerResponse, bytes?: Buffer): void {
    spentSoFar.set(raw, spent);
    if (bytes) {
      raw.pause();
      raw.unshift(bytes);
    }
    this.#fastify(raw, reply);
  }

  #send(going: Going, answer: LaneAnswer): void {
    const { visit } = going;
    const { etag, cacheControl = 'no-store', more, body } = answer;
    const { headers } = visit.raw;
    const head = ['x-request-id', visit.spent.requestId, 'cache-control', cacheControl];
    if (more) head.push(...more);
    const condition = headers['if-none-match'];
    if (etag !== undefined) {
      head.push('etag', etag);
      if (condition !== undefined && going.lane.method === 'GET' && matches(condition, etag)) {
        return this.#end(going, notModified, head);
      }
    }
    const bytes = answer.bytes ?? Buffer.byteLength(body);
    head.push('content-type', 'application/json; charset=utf-8', 'content-length', String(bytes));
    this.#end(going, ok, head, body, bytes === body.length);
  }

  #refuse(going: Going, error: unknown): void {
    const { raw, spent } = going.visit;
    const request = { method: raw.method!, url: raw.url!, id: spent.requestId, spent };
    const { status, headers, body } = problemOf(error, request);
    const head = ['x-request-id', spent.requestId, ...Object.entries(headers).flat()];
    head.push('content-length', String(Buffer.byteLength(body)));
    this.#end(going, status, head, body);
  }

  #end(
    { visit, reply }: Going,
    status: number,
    head: string[],
    body?: string | Buffer,
    isAscii = false,
  ): void {
    const { raw, asked, spent } = visit;
    head.push(...this.#around.headers.of(raw).inTurn);
    if (this.#around.isClosing()) {
      head.push('connection', 'close');
      end(raw.socket);
    }
    reply.writeHead(status, head);
    // ASCII is the same in both encodings, and latin1 need not look at each character.
    if (body === undefined) reply.end();
    else reply.end(body, isAscii ? 'latin1' : 'utf8');
    this.#around.answered.note(raw.method!, asked.route, status, spent);
  }
}

/** One Host and at most one Authorization: of several, Node would silently take the first. */
function isSaidOnce(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  let callers = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
    else if (name.length === 13 && name.toLowerCase() === 'authorization') callers += 1;
  }
  return hosts === 1 && callers <= 1;
}

const plainJson = new Set(['application/json', 'application/json; charset=utf-8']);

function isSmallJson({ headers }: IncomingMessage, mostBytes: number): boolean {
  const length = Number(headers['content-length']);
  return (
    length > 0 &&
    length <= mostBytes &&
    headers['transfer-encoding'] === undefined &&
    headers['content-encoding'] === undefined &&
    plainJson.has(headers['content-type']!)
  );
}
