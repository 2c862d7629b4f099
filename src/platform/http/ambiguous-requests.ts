// Requests that a proxy in front and Node could read differently.
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { BadRequest } from '../platform.errors.js';
import { timesSent } from './times-sent.js';

const ending = new WeakSet<Socket>();

/** Whether an answer that was given already ends the connection: requests behind it do not run. */
export function isEnding(socket: Socket): boolean {
  return ending.has(socket);
}

/** Marks a connection as ending; the code that sends the last answer calls it. */
export function end(socket: Socket): void {
  ending.add(socket);
}

/**
 * Refuses a request with two Host headers, of which Node would silently take the first, and one
 * without (RFC 9112 section 3.2). Also skips requests that arrived behind one whose answer closes
 * the connection.
 */
export function refuseAmbiguous(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, reply, done) => {
    // Nobody reads this answer: the connection ends with the one before.
    if (isEnding(raw.socket)) return done(BadRequest.because('The connection is closing.'));
    const hosts = timesSent('host', raw);
    if (hosts === 1 || (hosts === 0 && raw.httpVersion === '1.0')) return done();
    void reply.header('connection', 'close');
    return done(BadRequest.because(`The request names ${hosts === 0 ? 'no host' : 'two hosts'}.`));
  });
  fastify.addHook('onSend', ({ raw }, reply, _payload, done) => {
    if (reply.getHeader('connection') === 'close') end(raw.socket);
    done();
  });
}
