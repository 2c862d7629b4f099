import type { IncomingMessage } from 'node:http';
import type { RequestContext } from '../request-context.js';

/** What a URL asks a lane for. */
export interface Found {
  /** The route behind the lane, as the meters name it. */
  readonly route: string;
}

/** A request that a lane may answer. */
export interface Visit<Asked extends Found, Who> {
  readonly raw: IncomingMessage;
  readonly asked: Asked;
  readonly who: Who;
  /** Who pays for what the answer costs: to be handed on to all that is called. */
  readonly spent: RequestContext;
  /** The body of a POST; empty where none is read. */
  readonly text: string;
}

/** Always a 200 with JSON, or the 304 in its place. */
export interface LaneAnswer {
  readonly etag?: string;
  /** `no-store` when left out. */
  readonly cacheControl?: string;
  /** Names and values in turn, beside those that every lane sends. */
  readonly more?: readonly string[];
  readonly body: string | Buffer;
  /** Of the body, where they are known. */
  readonly bytes?: number;
}

/**
 * A way around Fastify and Nest for the plain requests of one busy route, or of several. It answers
 * what that route answers, to the byte; what it does not know for certain it hands on to the route.
 */
export interface Lane<Asked extends Found = Found, Who = unknown> {
  readonly method: 'GET' | 'POST';
  /** Of a JSON body that is read; larger ones are handed on. Where left out, none is. */
  readonly mostBytes?: number;
  /** What the URL asks for; undefined where it is not for this lane. */
  find(url: string): Asked | undefined;
  /** Whom the route's guards would let in without a further look; undefined for anybody else. */
  admits(raw: IncomingMessage): Who | undefined;
  /**
   * Null hands the request on. What it throws is refused in the route's own words.
   * @returns of a lane that reads a body never a promise of null: the body has flowed past by then
   */
  answer(visit: Visit<Asked, Who>): LaneAnswer | null | Promise<LaneAnswer | null>;
}
