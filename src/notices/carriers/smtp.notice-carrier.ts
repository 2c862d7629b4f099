import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { directionOf } from '../texts/format.js';
import { type Carried, type Letter, NoticeCarrier } from './notice-carrier.port.js';

export interface SmtpCarrierOptions {
  /** `smtp://user:password@host:port`, or `smtps://…` for TLS from the start. */
  readonly url: string;
  readonly from: string;
  /** For each of: to connect, to be greeted, to be answered; and three times that for all of it. */
  readonly patienceMs?: number;
}

interface SmtpError extends Error {
  readonly responseCode?: number;
  readonly response?: string;
  readonly command?: string;
  readonly code?: string;
}

/**
 * Sends notices as mails, each by a connection of its own. It drives the connection itself, not by
 * nodemailer's transport: only so it knows whether the text has gone out, and a mail whose text has
 * gone out without an answer is not sent again.
 */
export class SmtpNoticeCarrier extends NoticeCarrier {
  readonly routes = ['email'] as const;
  readonly #from: string;
  readonly #patienceMs: number;
  readonly #server: { host: string; port: number; secure: boolean };
  readonly #login: { user: string; pass: string } | null;

  constructor({ url, from, patienceMs = 8000 }: SmtpCarrierOptions) {
    super();
    const { protocol, hostname, port, username, password } = new URL(url);
    const secure = protocol === 'smtps:';
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    this.#server = { host, port: Number(port) || (secure ? 465 : 587), secure };
    this.#login = username
      ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
      : null;
    this.#from = from;
    this.#patienceMs = patienceMs;
  }

  async carry(letter: Letter): Promise<Carried> {
    const mail = await this.#compose(letter);
    let hasBegun = false;
    const text = new Readable({
      read() {
        hasBegun = true;
        this.push(mail.bytes);
        this.push(null);
      },
    });
    const connection = this.#connection();
    try {
      await this.#deliver(connection, { ...mail.envelope, size: mail.bytes.length }, text);
      return { outcome: 'sent' };
    } catch (error) {
      return outcomeOf(error as SmtpError, hasBegun);
    } finally {
      connection.close();
    }
  }

  #connection(): SMTPConnection {
    const patience = this.#patienceMs;
    return new SMTPConnection({
      ...this.#server,
      // A password never travels in the clear.
      requireTLS: this.#login !== null && !this.#server.secure,
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: patience,
      dnsTimeout: patience,
      socketCloseTimeout: 0,
    });
  }

  /** Rejects also when the connection breaks between two steps, or a step is never answered. */
  #deliver(connection: SMTPConnection, envelope: Envelope, text: Readable): Promise<void> {
    let timer: NodeJS.Timeout;
    return new Promise<void>((resolve, reject) => {
      connection.on('error', reject);
      // A server that drips answers would never be silent for long enough.
      const late = () => reject(Object.assign(new Error('late'), { code: 'ETIMEDOUT' }));
      timer = setTimeout(late, 3 * this.#patienceMs);
      const step = (next: () => void) => (error?: Error | null) => (error ? reject(error) : next());
      const send = () => connection.send(envelope, text, step(resolve));
      connection.connect(
        step(() => (this.#login ? connection.login(this.#login, step(send)) : send())),
      );
    }).finally(() => clearTimeout(timer));
  }

  async #compose({ id, language, title, text, to, createdAt }: Letter) {
    const composer = new MailComposer({
      from: this.#from,
      // Never as text, in which an address could become two.
      to: { name: '', address: to.email },
      subject: title,
      messageId: `<${id}@larder>`,
      date: createdAt,
      // Nobody's holiday answers it (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      text,
      html: page(language, directionOf[language], text),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const message = composer.compile();
    const { from } = message.getEnvelope();
    return { bytes: await message.build(), envelope: { from, to: [to.email] } };
  }
}

interface Envelope {
  readonly from: string | false;
  readonly to: string[];
  readonly size: number;
}

const never = (code: number) => code >= 500 && code < 600;

function outcomeOf(error: SmtpError, hasBegun: boolean): Carried {
  const { responseCode, command, code } = error;
  if (responseCode !== undefined) {
    const because = `The mail server answered ${responseCode}${command ? ` to ${command}` : ''}.`;
    const isRecipient = command === 'RCPT TO' && never(responseCode);
    return { outcome: isRecipient ? 'refused' : 'again', because };
  }
  const because = `The mail server did not answer${code ? `: ${code}` : ''}.`;
  return hasBegun ? { outcome: 'unknown', because } : { outcome: 'again', because };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function page(language: string, direction: string, text: string): string {
  const shown = text.replaceAll(/[&<>"]/g, (sign) => entities[sign]!);
  return `<!doctype html><html lang="${language}" dir="${direction}"><body><p>${shown}</p></body></html>`;
}
