import type { CancelledWhy } from '../domain/notice-kinds.js';
import type { Texts } from './text.js';

const why: Readonly<Record<CancelledWhy, string>> = {
  cancelled: 'تم إلغاء الطلب.',
  card_declined: 'تم رفض بطاقتك.',
  not_paid: 'لم يتم الدفع في الوقت المحدد.',
  not_accepted: 'لم يقبل المتجر الطلب في الوقت المحدد.',
  rejected: 'لا يستطيع المتجر تلبية الطلب.',
  nothing_left: 'لم يكن أي شيء منه متوفراً.',
};

export const arabic: Texts = {
  order_placed: ({ number, storeName, total, due }, { money, name, number: no, window }) => ({
    title: `تم استلام الطلب ${no(number)}`,
    text: `استلم ${name(storeName)} طلبك بقيمة ${money(total)}.${
      due ? ` موعد التوصيل: ${window(due)}.` : ''
    }`,
  }),
  substitution_asked: (
    { number, ordered, offered, answerBy, fallback },
    { name, number: no, time },
  ) => ({
    title: `الطلب ${no(number)}: نحتاج إلى ردك قبل ${time(answerBy)}`,
    text: `${
      offered === null
        ? `وزن ${name(ordered)} أكثر مما طلبت. هل نضعه في الكيس؟`
        : `${name(ordered)} غير متوفر. هل ترغب في ${name(offered)} بدلاً منه؟`
    } إن لم يصلنا ردك قبل ${time(answerBy)} ${
      fallback === 'accept' ? 'فسنعتبر ذلك موافقة.' : 'فسنعيد إليك ثمنه.'
    }`,
  }),
  order_accepted: ({ number, storeName }, { name, number: no }) => ({
    title: `تم قبول الطلب ${no(number)}`,
    text: `سيجهز ${name(storeName)} طلبك.`,
  }),
  order_late: ({ number, storeName, dueAt }, { name, number: no, time }) => ({
    title: `تأخر الطلب ${no(number)}`,
    text: `كان من المقرر أن يصل طلبك قبل ${time(dueAt)}، وهو لا يزال في الطريق إليك. يعتذر ${name(storeName)} عن التأخير.`,
  }),
  nearly_there: ({ number }, { number: no }) => ({
    title: `الطلب ${no(number)} على وشك الوصول`,
    text: 'السائق على بعد دقيقة تقريباً.',
  }),
  delivery_failed: ({ number, storeName }, { name, number: no }) => ({
    title: `تعذر توصيل الطلب ${no(number)}`,
    text: `لم يتمكن السائق من تسليم الطلب. سيحاول ${name(storeName)} مرة أخرى أو يستعيده.`,
  }),
  order_cancelled: ({ number, storeName, why: because }, { name, number: no }) => ({
    title: `تم إلغاء الطلب ${no(number)}`,
    text: `لن يصل طلبك من ${name(storeName)}. ${why[because]}`,
  }),
  refunded: ({ number, storeName, amount, by }, { money, name, number: no }) => ({
    title: `استرداد ${money(amount)} عن الطلب ${no(number)}`,
    text:
      by === 'card'
        ? `تمت إعادة ${money(amount)} إلى بطاقتك.`
        : `سيعيد إليك ${name(storeName)} مبلغ ${money(amount)}.`,
  }),
};
