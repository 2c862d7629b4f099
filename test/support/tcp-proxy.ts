// A TCP proxy that spoils connections on purpose. Its toxics are named after Toxiproxy's.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** The client's bytes, or the server's. */
export type Stream = 'upstream' | 'downstream';

export type Toxic =
  /** All bytes arrive in their order, later by `latency` ± `jitter` milliseconds. */
  | { readonly type: 'latency'; readonly latency: number; readonly jitter?: number }
  /**
   * Takes all bytes and passes none on. Removing it ends the connections: a network may deliver
   * bytes late or lose a connection, but never drops bytes within one.
   */
  | { readonly type: 'timeout' }
  /** Resets every connection that is open or opens. */
  | { readonly type: 'reset_peer' }
  /** Passes on pieces of `size` bytes. */
  | { readonly type: 'slicer'; readonly size: number }
  /** Ends each connection when it has passed on `bytes`. */
  | { readonly type: 'limit_data'; readonly bytes: number };

interface Applied {
  readonly toxic: Toxic;
  readonly stream: Stream;
  readonly removed: AbortSignal;
}

export class TcpProxy {
  /** All bytes that clients have sent, passed on or not. */
  heard = '';
  readonly #server: Server;
  readonly #applied = new Set<Applied>();
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly targetPort: number) {
    this.#server = createServer((client) => this.#connect(client));
  }

  static async to(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Spoils the connections, open ones too, until the answered function is called. */
  add(toxic: Toxic, stream: Stream = 'downstream'): () => void {
    const removal = new AbortController();
    const applied = { toxic, stream, removed: removal.signal };
    this.#applied.add(applied);
    if (toxic.type === 'reset_peer') this.#resetAll();
    return () => {
      this.#applied.delete(applied);
      removal.abort();
      if (toxic.type === 'timeout') this.#resetAll();
    };
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#resetAll();
    await once(this.#server, 'close');
  }

  #resetAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  #connect(client: Socket): void {
    const server = connect(this.targetPort, '127.0.0.1');
    const pairs = [
      [client, server],
      [server, client],
    ] as const;
    for (const [socket, other] of pairs) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (chunk: Buffer) => (this.heard += chunk.toString()));
    this.#pass(client, server, 'upstream');
    this.#pass(server, client, 'downstream');
    if (this.#find('reset_peer')) client.resetAndDestroy();
  }

  #pass(from: Socket, to: Socket, stream: Stream): void {
    let ahead = Promise.resolve();
    let left = Infinity;
    const pass = async (chunk: Buffer, before: Promise<void>): Promise<void> => {
      await Promise.all([before, this.#latency(stream)]);
      if (this.#find('timeout', stream)) return;
      left = Math.min(left, this.#find('limit_data', stream)?.toxic.bytes ?? Infinity);
      const size = this.#find('slicer', stream)?.toxic.size ?? chunk.length;
      for (let at = 0; at < chunk.length && to.writable; at += size) {
        const piece = chunk.subarray(at, at + Math.min(size, left));
        left -= piece.length;
        to.write(piece);
        if (left === 0) to.destroySoon();
        else await nextTurn();
      }
    };
    from.on('data', (chunk: Buffer) => (ahead = pass(chunk, ahead)));
  }

  async #latency(stream: Stream): Promise<void> {
    const applied = this.#find('latency', stream);
    if (!applied) return;
    const { latency, jitter = 0 } = applied.toxic;
    const delay = latency + (Math.random() * 2 - 1) * jitter;
    await sleep(delay, undefined, { signal: applied.removed }).catch(() => {});
  }

  #find<T extends Toxic['type']>(type: T, stream?: Stream) {
    for (const applied of this.#applied) {
      if (applied.toxic.type !== type || applied.stream !== (stream ?? applied.stream)) continue;
      return applied as Applied & { readonly toxic: Extract<Toxic, { type: T }> };
    }
    return undefined;
  }
}
