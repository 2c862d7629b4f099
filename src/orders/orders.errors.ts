import { defineFailure } from '../kernel/failure.js';

export const OrderNotFound = defineFailure({
  code: 'order-not-found',
  kind: 'not-found',
  title: 'No such order',
  remedy: 'Use an id from GET /v1/orders; orders of other customers are not found.',
});
export const IllegalTransition = defineFailure({
  code: 'illegal-transition',
  kind: 'conflict',
  title: 'The order cannot do that now',
  remedy: 'Look at `orderStatus` and at what is `allowed`, then decide again.',
});
export const NotYourPick = defineFailure({
  code: 'not-your-pick',
  kind: 'conflict',
  title: 'Another picker has this order',
  remedy: 'Leave it to the picker who started it.',
});
export const LineNotFound = defineFailure({
  code: 'line-not-found',
  kind: 'not-found',
  title: 'No such line',
  remedy: 'Use the `id` of one of the order’s lines.',
});
export const IllegalLineStep = defineFailure({
  code: 'illegal-line-step',
  kind: 'conflict',
  title: 'The line cannot do that now',
  remedy: 'Look at `orderStatus` and `lineStatus`: lines change only while their order is picked.',
});
export const AmountDoesNotFit = defineFailure({
  code: 'amount-does-not-fit',
  kind: 'refused',
  title: 'The action does not fit this quantity',
  remedy:
    '`find` is for all of it (a weight within `tolerancePercent`), `short` for less; for more, weigh again or `propose` the weight.',
});
export const CustomerMustBeAsked = defineFailure({
  code: 'customer-must-be-asked',
  kind: 'conflict',
  title: 'The customer decides about this substitute',
  remedy: 'Send the same with the action `propose`.',
});
export const SubstituteNotWanted = defineFailure({
  code: 'substitute-not-wanted',
  kind: 'conflict',
  title: 'The customer wants nothing instead',
  remedy: 'Refund the line, or pick less of it.',
});
export const SubstituteUnsuitable = defineFailure({
  code: 'substitute-unsuitable',
  kind: 'refused',
  title: 'These goods cannot be a substitute',
  remedy: 'Look at `reasons`, and choose one of the line’s substitutes.',
});
export const LinesOpen = defineFailure({
  code: 'lines-open',
  kind: 'conflict',
  title: 'Some lines are not finished',
  remedy:
    'Finish every line of the order first; proposals wait for the customer or their deadline.',
});
export const HoldExceeded = defineFailure({
  code: 'hold-exceeded',
  kind: 'conflict',
  title: 'The order costs more than is held on the card',
  remedy: 'Take a line out or pick less of it until the total is within `hold`.',
});
export const CancelAlreadyRequested = defineFailure({
  code: 'cancel-already-requested',
  kind: 'conflict',
  title: 'Cancelling has been asked for',
  remedy: 'Wait for the store’s decision: the order’s timeline shows it.',
});
export const IllegalPaymentStep = defineFailure({
  code: 'illegal-payment-step',
  kind: 'conflict',
  title: 'The payment cannot do that now',
  remedy: 'Read the order again: its `payment` says what has happened.',
});
export const ProductUnavailable = defineFailure({
  code: 'product-unavailable',
  kind: 'refused',
  title: 'A product is not sold here',
  remedy: 'Take out the lines that `errors` points at.',
});
export const StorePaused = defineFailure({
  code: 'store-paused',
  kind: 'conflict',
  title: 'The store takes no orders for now',
  remedy:
    'Show `reason`, and try again after `until` (null: nobody knows), or choose another store.',
});
export const BasketBelowMinimum = defineFailure({
  code: 'basket-below-minimum',
  kind: 'refused',
  title: 'The basket is below the store’s minimum',
  remedy: 'Add goods for at least `missing` and ask for a new quote; delivery does not count.',
});
export const SlotUnavailable = defineFailure({
  code: 'slot-unavailable',
  kind: 'refused',
  title: 'The slot cannot be chosen',
  remedy: 'Choose one from GET /v1/slots, or leave the slot out for as soon as possible.',
});
export const StoreClosed = defineFailure({
  code: 'store-closed',
  kind: 'conflict',
  title: 'The store is closed at that time',
  remedy: 'Choose a slot, or try again at `opensAt` (null: not in the coming year).',
});
export const OverLimit = defineFailure({
  code: 'over-limit',
  kind: 'refused',
  title: 'The order has too much of a product',
  remedy: 'Lower the quantities that `errors` points at; `limit` is for all lines of a product.',
});
export const TipTooLarge = defineFailure({
  code: 'tip-too-large',
  kind: 'refused',
  title: 'The tip is more than the goods are worth',
  remedy: 'Send a `tipMinor` of at most the subtotal.',
});
export const CartEmpty = defineFailure({
  code: 'cart-empty',
  kind: 'refused',
  title: 'The cart is empty',
  remedy: 'Fill it with PUT /v1/cart, or send `lines`.',
});
export const CurrencyMismatch = defineFailure({
  code: 'currency-mismatch',
  kind: 'refused',
  title: 'The store sells in another currency',
  remedy: 'Send amounts in the currency of the quote.',
});
export const QuoteNotFound = defineFailure({
  code: 'quote-not-found',
  kind: 'not-found',
  title: 'No such quote',
  remedy: 'Take a new one with POST /v1/quotes.',
});
export const HoldTooLarge = defineFailure({
  code: 'hold-too-large',
  kind: 'refused',
  title: 'A quote cannot hold so much of one product',
  remedy: 'Quote it without `holdStock`: only placing the order takes the goods then.',
});
export const HoldUsedUp = defineFailure({
  code: 'hold-used-up',
  kind: 'rate-limited',
  title: 'Your quotes have held goods for as long as they may',
  remedy: 'Order, quote without `holdStock`, or wait the seconds in Retry-After.',
});
export const TooManyOpenOrders = defineFailure({
  code: 'too-many-open-orders',
  kind: 'conflict',
  title: 'Too many of your orders are not paid or accepted yet',
  remedy: 'Pay or cancel one of them, or wait until the store accepts one.',
});
export const QuoteExpired = defineFailure({
  code: 'quote-expired',
  kind: 'conflict',
  title: 'The quote is older than ten minutes',
  remedy: 'Take a new one with POST /v1/quotes and show its total.',
});
export const QuoteAlreadyOrdered = defineFailure({
  code: 'quote-already-ordered',
  kind: 'conflict',
  title: 'The quote has been ordered already',
  remedy: 'Look at `orderId`; to order again take a new quote.',
});
export const PriceChanged = defineFailure({
  code: 'price-changed',
  kind: 'conflict',
  title: 'The total differs from the quote',
  remedy: 'Show the total of `quote`, a new offer for the same basket, and order that one.',
});
export const AgeConfirmationRequired = defineFailure({
  code: 'age-confirmation-required',
  kind: 'refused',
  title: 'The order contains age-restricted goods',
  remedy: 'Ask the customer, then send `ageConfirmed: true`; the driver checks at the door.',
});
export const ReceiverRequired = defineFailure({
  code: 'receiver-required',
  kind: 'refused',
  title: 'Goods with a minimum age are not left at the door',
  remedy:
    'Send a `deliverTo` without `leaveAtDoor`: the driver hands them to somebody and checks the age.',
});
export const ChangeNotPossible = defineFailure({
  code: 'change-not-possible',
  kind: 'refused',
  title: 'No change can be given for that',
  remedy:
    'Send `changeForMinor` with `cash_on_delivery` only, and at least what is to be paid in cash: ' +
    '`cashToCollect`.',
});
export const CardsNotTaken = defineFailure({
  code: 'cards-not-taken',
  kind: 'refused',
  title: 'Cards are not charged here',
  remedy: 'Choose a method that is paid at the door: `cash_on_delivery` or `card_on_delivery`.',
});
export const WebhookNotSigned = defineFailure({
  code: 'webhook-not-signed',
  kind: 'malformed',
  title: 'The webhook is not signed by the payment provider',
  remedy:
    'Sign these very bytes as Standard Webhooks 1.0 says, with a secret that both sides know.',
});
export const RefundTooLarge = defineFailure({
  code: 'refund-too-large',
  kind: 'refused',
  title: 'The refund is too large',
  remedy: 'Refund at most `refundable`.',
});
export const NotDelivered = defineFailure({
  code: 'not-delivered',
  kind: 'conflict',
  title: 'The order has not been delivered',
  remedy: 'Wait for the delivery; before it, ask to cancel.',
});
export const ClaimWindowClosed = defineFailure({
  code: 'claim-window-closed',
  kind: 'conflict',
  title: 'It is too late to complain',
  remedy: 'Claims are taken until `until`, 48 hours after the delivery; then ask the store.',
});
export const ClaimTooLarge = defineFailure({
  code: 'claim-too-large',
  kind: 'refused',
  title: 'The claim is larger than the delivery',
  remedy: 'Claim at most `left` of the line `lineId`; earlier claims count.',
});
