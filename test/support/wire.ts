// Requests and answers as plain bytes.
import { connect } from 'node:net';

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends pieces, each after a pause for the one before; listens until the server hangs up. */
export function say(port: number, ...pieces: string[]): Promise<Heard[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setNoDelay();
    let text = '';
    socket.on('data', (bytes) => (text += bytes.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => resolve(heardIn(text)));
    const next = () => {
      socket.write(pieces.shift()!);
      if (pieces.length > 0) setTimeout(next, 20);
    };
    next();
  });
}

/** The answers in a connection's text, in their order; none in chunks. */
export function heardIn(text: string): Heard[] {
  return piecesOf(text).map(({ line, headers, body }) => ({
    status: Number(line.split(' ')[1]),
    headers,
    body: Buffer.from(body, 'latin1').toString(),
  }));
}

/** Splits a text of requests or answers. */
export function piecesOf(text: string) {
  const pieces: { line: string; headers: Record<string, string>; body: string }[] = [];
  for (let rest = text; rest !== '';) {
    const [head] = rest.split('\r\n\r\n', 1) as [string];
    const [line, ...lines] = head.split('\r\n') as [string, ...string[]];
    const pairs = lines.map((each) => each.split(/: (.*)/, 2) as [string, string]);
    const headers = Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
    const from = head.length + 4;
    const end = from + Number(headers['content-length'] ?? 0);
    pieces.push({ line, headers, body: rest.slice(from, end) });
    rest = rest.slice(end);
  }
  return pieces as [(typeof pieces)[number], ...typeof pieces];
}
