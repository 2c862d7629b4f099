import type { CancelledWhy } from '../domain/notice-kinds.js';
import type { Texts } from './text.js';

const why: Readonly<Record<CancelledWhy, string>> = {
  cancelled: 'It was cancelled.',
  card_declined: 'Your card was declined.',
  not_paid: 'It was not paid in time.',
  not_accepted: 'The store did not accept it in time.',
  rejected: 'The store cannot take it.',
  nothing_left: 'Nothing of it was in stock.',
};

export const english: Texts = {
  order_placed: ({ number, storeName, total, due }, { money, name, number: no, window }) => ({
    title: `Order ${no(number)} is placed`,
    text: `${name(storeName)} has your order for ${money(total)}.${
      due ? ` It comes ${window(due)}.` : ''
    }`,
  }),
  substitution_asked: (
    { number, ordered, offered, answerBy, fallback },
    { name, number: no, time },
  ) => ({
    title: `Order ${no(number)}: your answer is needed by ${time(answerBy)}`,
    text: `${
      offered === null
        ? `${name(ordered)} weighs more than you ordered. May it go into the bag?`
        : `${name(ordered)} is out of stock. Would you like ${name(offered)} instead?`
    } Without an answer by ${time(answerBy)} ${
      fallback === 'accept' ? 'we take it as a yes.' : 'you get your money back for it.'
    }`,
  }),
  order_accepted: ({ number, storeName }, { name, number: no }) => ({
    title: `Order ${no(number)} is accepted`,
    text: `${name(storeName)} will pick your order.`,
  }),
  order_late: ({ number, storeName, dueAt }, { name, number: no, time }) => ({
    title: `Order ${no(number)} is late`,
    text: `Your order was to be there by ${time(dueAt)}, and it is still coming. ${name(storeName)} is sorry.`,
  }),
  nearly_there: ({ number }, { number: no }) => ({
    title: `Order ${no(number)} is nearly there`,
    text: 'Your driver is about a minute away.',
  }),
  delivery_failed: ({ number, storeName }, { name, number: no }) => ({
    title: `Order ${no(number)} could not be delivered`,
    text: `Your driver could not hand it over. ${name(storeName)} will try again, or take it back.`,
  }),
  order_cancelled: ({ number, storeName, why: because }, { name, number: no }) => ({
    title: `Order ${no(number)} is cancelled`,
    text: `Your order from ${name(storeName)} does not come. ${why[because]}`,
  }),
  refunded: ({ number, storeName, amount, by }, { money, name, number: no }) => ({
    title: `${money(amount)} back for order ${no(number)}`,
    text:
      by === 'card'
        ? `${money(amount)} has been refunded to your card.`
        : `${name(storeName)} will pay ${money(amount)} back to you.`,
  }),
};
