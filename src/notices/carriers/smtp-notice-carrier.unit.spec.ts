import type { Socket } from 'node:net';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { type Mail, MailServer, RawServer } from '../../../test/support/mail-server.js';
import {
  carriesNotices,
  letterBy,
  type Received,
  survivesFailures,
} from './notice-carrier.contract.js';
import { SmtpNoticeCarrier } from './smtp.notice-carrier.js';

const closers: (() => Promise<unknown>)[] = [];
const tidy = async () => void (await Promise.all(closers.splice(0).map((close) => close())));

async function mailServer(options?: SMTPServerOptions): Promise<string> {
  const server = new MailServer(options);
  closers.push(() => server.close());
  return server.open();
}

async function rawServer(talk: (socket: Socket) => void): Promise<string> {
  const server = new RawServer(talk);
  closers.push(() => server.close());
  return server.open();
}

/** Speaks SMTP up to the text of the mail; `afterText` gets the socket when that is there. */
const untilText = (afterText: (socket: Socket) => void) => (socket: Socket) => {
  socket.write('220 mail.example ESMTP\r\n');
  let isText = false;
  let text = '';
  socket.on('data', (data) => {
    if (isText) {
      text += data.toString();
      if (text.endsWith('\r\n.\r\n')) afterText(socket);
      return;
    }
    for (const line of data.toString().split('\r\n').filter(Boolean)) {
      if (line === 'DATA') isText = true;
      socket.write(isText ? '354 go on\r\n' : '250 ok\r\n');
    }
  });
};

const carrierTo = (address: string, patienceMs = 8000) =>
  new SmtpNoticeCarrier({
    url: `smtp://${address}`,
    from: 'Harbour Grocers <orders@harbour.example>',
    patienceMs,
  });
const refusing = (responseCode: number) =>
  Object.assign(new Error('no such noor@customers.example'), { responseCode });

describe('SMTP', () => {
  carriesNotices(async () => {
    const server = new MailServer();
    return {
      carrier: carrierTo(await server.open()),
      received: () => server.mails.map(received),
      close: () => server.close(),
    };
  }, ['email']);

  survivesFailures(
    async () => ({
      busy: async () =>
        carrierTo(await mailServer({ onMailFrom: (_, __, done) => done(refusing(451)) })),
      away: async () => carrierTo('127.0.0.1:1'),
      silent: async () => carrierTo(await rawServer(() => {}), 150),
      unknownRecipient: async () =>
        carrierTo(await mailServer({ onRcptTo: (_, __, done) => done(refusing(550)) })),
      takenUnsaid: async () => carrierTo(await rawServer(untilText((socket) => socket.destroy()))),
      afterTakenUnsaid: 'unknown',
      close: tidy,
    }),
    ['email'],
  );
});

describe('a mail', () => {
  afterEach(tidy);

  it('comes from the shop, goes to one address, and asks for no answer', async () => {
    const server = new MailServer();
    closers.push(() => server.close());
    const carrier = carrierTo(await server.open());
    const letter = letterBy('email');
    // Read as text, this would be two addresses.
    await carrier.carry({ ...letter, to: { ...letter.to, email: '"a,b"@customers.example' } });
    const [mail] = server.mails;
    expect([mail!.from, mail!.to]).toEqual(['orders@harbour.example', ['"a,b"@customers.example']]);
    expect(headersOf(mail!.source)).toMatchObject({
      from: 'Harbour Grocers <orders@harbour.example>',
      'message-id': `<${letter.id}@larder>`,
      'auto-submitted': 'auto-generated',
      date: 'Tue, 01 Dec 2026 07:02:00 +0000',
    });
  });

  it.each([
    ['no greeting', () => {}, 'again'],
    ['no answer to EHLO', (socket: Socket) => void socket.write('220 hello\r\n'), 'again'],
    ['no answer to the text', untilText(() => {}), 'unknown'],
    [
      'answers that drip and never end',
      (socket: Socket) => {
        const drip = setInterval(() => void socket.write('220-wait\r\n'), 20);
        socket.on('close', () => clearInterval(drip));
      },
      'again',
    ],
  ])('to a server with %s is over in time', async (_, talk, outcome) => {
    const carrier = carrierTo(await rawServer(talk), 150);
    const began = performance.now();
    expect((await carrier.carry(letterBy('email'))).outcome).toBe(outcome);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('that the server refuses after reading it is tried again', async () => {
    const talk = untilText((socket) => void socket.write('554 spam, says noor\r\n'));
    expect(await carrierTo(await rawServer(talk)).carry(letterBy('email'))).toEqual({
      outcome: 'again',
      because: 'The mail server answered 554 to DATA.',
    });
  });

  it('sends no password in the clear', async () => {
    const said: string[] = [];
    const address = await rawServer((socket) => {
      socket.write('220 mail.example ESMTP\r\n');
      socket.on('data', (data) => {
        said.push(data.toString());
        socket.write(
          data.toString().startsWith('EHLO') ? '250 AUTH PLAIN LOGIN\r\n' : '502 no\r\n',
        );
      });
    });
    const from = 'orders@harbour.example';
    const carrier = new SmtpNoticeCarrier({ url: `smtp://me:hush@${address}`, from });
    expect((await carrier.carry(letterBy('email'))).outcome).toBe('again');
    expect(said.join('')).toContain('STARTTLS');
    expect(said.join('')).not.toMatch(/AUTH|hush/);
  });
});

function received({ source, to }: Mail): Received {
  const headers = headersOf(source);
  const part = (type: string) => {
    const [, head, body] = new RegExp(
      `Content-Type: ${type}[^]*?\\r\\n([^]*?)\\r\\n\\r\\n([^]*?)\\r\\n--`,
    ).exec(source)!;
    return decoded(/Content-Transfer-Encoding: (\S+)/.exec(`\r\n${head}`)?.[1] ?? '7bit', body!);
  };
  const html = part('text/html');
  return {
    id: /<(.+)@larder>/.exec(headers['message-id']!)![1]!,
    title: wordsOf(headers['subject']!),
    text: part('text/plain').replaceAll('\r\n', '\n').replace(/\n$/, ''),
    language: /lang="(\w+)"/.exec(html)![1]!,
    direction: /dir="(\w+)"/.exec(html)![1]!,
    to,
  };
}

function headersOf(source: string): Record<string, string> {
  const head = source.split('\r\n\r\n')[0]!.replaceAll(/\r\n[ \t]+/g, ' ');
  return Object.fromEntries(
    head.split('\r\n').map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
}

/** Quoted-printable or base64 (RFC 2045). */
function decoded(encoding: string, body: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`)));
  return Buffer.from(bytes, 'latin1').toString();
}

/** Encoded words (RFC 2047). */
function wordsOf(header: string): string {
  return header
    .replaceAll(/\?= =\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString()
        : decoded('quoted-printable', text.replaceAll('_', ' ')),
    );
}
