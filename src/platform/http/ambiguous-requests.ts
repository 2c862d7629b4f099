// Where a proxy in front and Node could read two different requests in the same bytes.
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { BadRequest } from '../platform.errors.js';
import { timesSent } from './times-sent.js';

const ending = new WeakSet<Socket>();

/** Whether the connection ends with an answer that was given already: nothing behind it is run. */
export function isEnding(socket: Socket): boolean {
  return ending.has(socket);
}

/** Says so of a connection, by whoever sends that answer. */
export function end(socket: Socket): void {
  ending.add(socket);
}

/**
 * Refuses a request for two hosts, of which Node would silently take the first; and runs nothing
 * that came on a connection behind a request whose answer closes it.
 */
export function refuseAmbiguous(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, reply, done) => {
    // Nobody reads this answer: the connection ends with the one before.
    if (isEnding(raw.socket)) return done(BadRequest.because('The connection is closing.'));
    if (timesSent('host', raw) < 2) return done();
    void reply.header('connection', 'close');
    return done(BadRequest.because('The request names two hosts.'));
  });
  fastify.addHook('onSend', ({ raw }, reply, _payload, done) => {
    if (reply.getHeader('connection') === 'close') end(raw.socket);
    done();
  });
}
