import { describe, expect, it } from 'vitest';
import { money } from '../../kernel/money.js';
import { languages } from '../../platform/index.js';
import { cancelledWhys, type NoticeData, noticeKinds } from '../domain/notice-kinds.js';
import { directionOf } from './format.js';
import { write } from './texts.js';

const zone = 'Asia/Dubai';
const of = { number: 1001, storeName: 'Harbour Grocers' };
const at = (time: string) => new Date(`2026-12-01T${time}:00.000Z`);
const samples: NoticeData = {
  order_placed: {
    ...of,
    total: money(4550, 'AED'),
    due: { from: at('11:00'), until: at('13:00') },
  },
  substitution_asked: {
    ...of,
    ordered: 'Full-fat milk',
    offered: 'Oat drink',
    answerBy: at('20:05'),
    fallback: 'refund',
  },
  order_accepted: of,
  order_late: { ...of, dueAt: at('13:00') },
  nearly_there: of,
  delivery_failed: of,
  order_cancelled: { ...of, why: 'rejected' },
  refunded: { ...of, amount: money(1250, 'KWD'), by: 'card' },
};
const plain = (text: string) => text.replaceAll(/[\u2066\u2068\u2069]/g, '');
const written = (kind: keyof NoticeData, language: 'en' | 'ar', data = samples[kind]) => {
  const { title, text } = write(kind, data, language, zone);
  return [plain(title), plain(text)];
};

describe('the texts', () => {
  it('tell times by the clock of the store, and money in its currency', () => {
    expect(written('order_placed', 'en')).toEqual([
      'Order 1001 is placed',
      'Harbour Grocers has your order for AED 45.50. It comes Tue 1 Dec 15:00–17:00.',
    ]);
    expect(written('refunded', 'en')[1]).toBe('KWD 1.250 has been refunded to your card.');
    expect(written('substitution_asked', 'en')).toEqual([
      'Order 1001: your answer is needed by 00:05',
      'Full-fat milk is out of stock. Would you like Oat drink instead? ' +
        'Without an answer by 00:05 you get your money back for it.',
    ]);
  });

  it('are Arabic in Arabic, with the same values', () => {
    expect(directionOf.ar).toBe('rtl');
    expect(written('order_placed', 'ar')).toEqual([
      'تم استلام الطلب 1001',
      'استلم Harbour Grocers طلبك بقيمة AED 45.50. موعد التوصيل: الثلاثاء، 1 ديسمبر 15:00–17:00.',
    ]);
  });

  it.each(noticeKinds.flatMap((kind) => languages.map((language) => [kind, language] as const)))(
    '%s in %s: one line of title, no value left out, all of another direction isolated',
    (kind, language) => {
      const { title, text } = write(kind, samples[kind], language, zone);
      for (const part of [title, text]) {
        expect(part).toMatch(/\S/);
        expect(part).not.toMatch(/undefined|null|NaN|\[object|\n/);
        const opened = part.match(/[\u2066\u2068]/g)?.length ?? 0;
        expect(part.match(/\u2069/g)?.length ?? 0).toBe(opened);
      }
      const bare = `${title} ${text}`.replaceAll(/[\u2066\u2068][^\u2069]*\u2069/g, '');
      expect(bare).not.toMatch(language === 'ar' ? /[A-Za-z0-9]/ : /\p{Script=Arabic}|\d/u);
    },
  );

  it.each(languages)('say why an order was cancelled, each differently: %s', (language) => {
    const texts = cancelledWhys.map(
      (why) => written('order_cancelled', language, { ...of, why } as never)[1],
    );
    expect(new Set(texts).size).toBe(cancelledWhys.length);
  });

  it.each(languages)('say what is asked, and what happens without an answer: %s', (language) => {
    const asked = { ...samples.substitution_asked };
    const texts = [
      asked,
      { ...asked, offered: null },
      { ...asked, fallback: 'accept' as const },
    ].map((data) => written('substitution_asked', language, data)[1]);
    expect(new Set(texts).size).toBe(3);
  });
});
