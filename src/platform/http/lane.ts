import type { IncomingMessage } from 'node:http';
import type { RequestContext } from '../request-context.js';

/** The parsed URL of a lane's request. */
export interface Found {
  /** The route behind the lane, as the meters name it. */
  readonly route: string;
}

/** A request that a lane may answer. */
export interface Visit<Asked extends Found, Who> {
  readonly raw: IncomingMessage;
  readonly asked: Asked;
  readonly who: Who;
  /** The request's costs, to be passed on to everything that is called. */
  readonly spent: RequestContext;
  /** The body of a POST; empty where the lane reads none. */
  readonly text: string;
}

/** A 200 with JSON, or the 304 in its place. */
export interface LaneAnswer {
  readonly etag?: string;
  /** `no-store` when left out. */
  readonly cacheControl?: string;
  /** Further headers, names and values in turn, beside those that every lane sends. */
  readonly more?: readonly string[];
  readonly body: string | Buffer;
  /** The size of the body, where it is known. */
  readonly bytes?: number;
}

/**
 * A way around Fastify and Nest for the plain requests of one or more busy routes. It answers the
 * same bytes as the route; requests that it is not sure about go on to the route.
 */
export interface Lane<Asked extends Found = Found, Who = unknown> {
  readonly method: 'GET' | 'POST';
  /** The largest JSON body to read; larger ones are handed on. Left out: none is read. */
  readonly mostBytes?: number;
  /** The parsed URL; undefined where it is not for this lane. */
  find(url: string): Asked | undefined;
  /** The caller whom the route's guards would admit without a further look; undefined otherwise. */
  admits(raw: IncomingMessage): Who | undefined;
  /**
   * Answers null to hand the request on. Errors are refused in the route's own words.
   * @returns never a promise of null from a lane that reads a body: the body is consumed by then
   */
  answer(visit: Visit<Asked, Who>): LaneAnswer | null | Promise<LaneAnswer | null>;
}
