// What every carrier of notices keeps to, whatever it speaks to.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../domain/notice-kinds.js';
import type { Letter, NoticeCarrier } from './notice-carrier.port.js';

/** A letter as it came out at the far end; null: it does not say. */
export interface Received {
  readonly id: string | null;
  readonly title: string;
  readonly text: string;
  readonly language: string | null;
  readonly direction: string | null;
  /** Email addresses, phones, or tokens of devices; the account where nobody is told. */
  readonly to: readonly string[];
}

export interface FarEnd {
  readonly carrier: NoticeCarrier;
  readonly received: () => readonly Received[];
  readonly close: () => Promise<void>;
}

/** Far ends that fail, each with a carrier to it. */
export interface Failures {
  /** It is there, and cannot take anything now. */
  readonly busy: () => Promise<NoticeCarrier>;
  /** Nobody listens there. */
  readonly away: () => Promise<NoticeCarrier>;
  /** It takes the connection, and says nothing. */
  readonly silent: () => Promise<NoticeCarrier>;
  /** It knows the recipient is not there. */
  readonly unknownRecipient: () => Promise<NoticeCarrier>;
  /** It took everything, and the connection broke before it said so. */
  readonly takenUnsaid: () => Promise<NoticeCarrier>;
  /** The outcome of that: `again` only where the far end knows repeats. */
  readonly afterTakenUnsaid: 'again' | 'unknown';
}

let count = 0;
export const letterBy = (route: Route, change: Partial<Letter> = {}): Letter => ({
  id: `0190b6e2-5f00-7000-8000-${String((count += 1)).padStart(12, '0')}`,
  kind: 'order_accepted',
  route,
  language: 'en',
  title: 'Order 1001 is accepted',
  text: 'Harbour Grocers will pick your order.',
  orderId: '0190b6e2-5f00-7000-8000-00000000000b',
  createdAt: new Date('2026-12-01T07:02:00.000Z'),
  to: {
    accountId: '0190b6e2-5f00-7000-8000-000000000001',
    email: 'noor@customers.example',
    phone: '+971501234567',
    devices: [
      { id: '0190b6e2-5f00-7000-8000-0000000000d1', platform: 'ios', token: 'token-one' },
      { id: '0190b6e2-5f00-7000-8000-0000000000d2', platform: 'android', token: 'token-two' },
    ],
  },
  ...change,
});

const recipients: Readonly<Record<Route, readonly string[]>> = {
  email: ['noor@customers.example'],
  push: ['token-one', 'token-two'],
  sms: ['+971501234567'],
  log: ['0190b6e2-5f00-7000-8000-000000000001'],
};

export function carriesNotices(open: () => Promise<FarEnd>, routes: readonly Route[]): void {
  let end: FarEnd;
  beforeAll(async () => {
    end = await open();
  });
  afterAll(() => end?.close());

  const carried = async (letter: Letter): Promise<Received> => {
    const before = end.received().length;
    expect(await end.carrier.carry(letter)).toEqual({ outcome: 'sent' });
    const now = end.received();
    expect(now).toHaveLength(before + 1);
    return now.at(-1)!;
  };

  it('says by which channels it goes', () => {
    expect(end.carrier.routes).toEqual(routes);
  });

  describe.each(routes)('by %s', (route) => {
    it('takes title and text to the recipient, whole', async () => {
      const letter = letterBy(route);
      const { title, text, to } = await carried(letter);
      expect([title, text, to]).toEqual([letter.title, letter.text, recipients[route]]);
    });

    it('keeps Arabic, its direction, quotes, angles and isolates', async () => {
      const letter = letterBy(route, {
        language: 'ar',
        title: 'تم قبول الطلب \u20661001\u2069 — "عاجل" & <b>',
        text: 'سيجهز \u2068Harbour & Sons <Grocers>\u2069 طلبك.\n.\nنقطة في سطر.',
      });
      const received = await carried(letter);
      expect([received.title, received.text]).toEqual([letter.title, letter.text]);
      expect([received.language ?? 'ar', received.direction ?? 'rtl']).toEqual(['ar', 'rtl']);
    });

    it('names the letter the same at every try', async () => {
      const letter = letterBy(route);
      const [first, second] = [await carried(letter), await carried(letter)];
      expect([first.id, second.id].map((id) => id ?? letter.id)).toEqual([letter.id, letter.id]);
    });
  });
}

const failing = [
  ['busy', 'again'],
  ['away', 'again'],
  ['silent', 'again'],
  ['unknownRecipient', 'refused'],
] as const;

/** For carriers with a far end that may fail. */
export function survivesFailures(
  open: () => Promise<Failures & { readonly close: () => Promise<void> }>,
  routes: readonly Route[],
): void {
  let end: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    end = await open();
  });
  afterAll(() => end?.close());

  describe.each(routes)('by %s', (route) => {
    it.each(failing)('of a far end that is %s it says: %s', async (state, outcome) => {
      const answer = await (await end[state]()).carry(letterBy(route));
      expect(answer).toEqual({ outcome, because: expect.stringMatching(/^The .*\.$/) });
      expectNothingPersonal(answer);
    });

    it('of a far end that took it without a word it says whether a repeat does harm', async () => {
      const answer = await (await end.takenUnsaid()).carry(letterBy(route));
      expect(answer.outcome).toBe(end.afterTakenUnsaid);
      expectNothingPersonal(answer);
    });
  });
}

function expectNothingPersonal(answer: object): void {
  for (const value of Object.values(recipients).flat()) {
    expect(JSON.stringify(answer)).not.toContain(value);
  }
}
