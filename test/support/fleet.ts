// Several processes of Larder, asked in turn, as by a load balancer.

export interface Reply {
  readonly status: number;
  readonly etag: string | null;
  // Tests read answers freely; the types of requests and responses are asserted on the document.
  readonly body: any;
}

/** Answers a failed connection as status 0. */
export class Fleet {
  /** Writes that failed but should not have. */
  readonly refusals: string[] = [];
  #turn = 0;

  constructor(private readonly addresses: readonly string[]) {}

  /** The body of a successful write; null for a failed one, which is noted. */
  async write(
    method: string,
    path: string,
    token: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Reply['body'] | null> {
    const answer = await this.send(method, path, token, body, headers);
    if (answer.status === 200 || answer.status === 201) return answer.body;
    this.refusals.push(`${answer.status} ${answer.body?.code} ${method} ${path}`);
    return null;
  }

  async send(
    method: string,
    path: string,
    token: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const address = this.addresses[this.#turn++ % this.addresses.length]!;
    try {
      const answer = await fetch(address + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const { status } = answer;
      return { status, etag: answer.headers.get('etag'), body: text ? JSON.parse(text) : null };
    } catch {
      return { status: 0, etag: null, body: null };
    }
  }
}
