import type { Money } from '../../kernel/money.js';

/**
 * Answers of a provider. `done` and `refused` are final. `unknown`: no answer in time; it may have
 * happened or not, and asking again with the same reference tells.
 */
export type ProviderAnswer =
  | { readonly outcome: 'done'; readonly providerReference: string }
  | { readonly outcome: 'refused'; readonly because: string }
  | { readonly outcome: 'unknown' };

export interface AuthorizeQuestion {
  /** Our reference: a repeat under the same reference happens once and gets the same answer. */
  readonly reference: string;
  /** Our id, which the provider repeats in its webhooks. */
  readonly paymentId: string;
  /** The provider's token for the card, as the app received it: never a card's number. */
  readonly token: string;
  /** Amount to hold, above 0. */
  readonly amount: Money;
}

export interface MoneyQuestion {
  readonly reference: string;
  /** The provider's id of the authorization, as answered with `done`. */
  readonly authorization: string;
  readonly amount: Money;
}

/**
 * A service that moves the money of cards. No method rejects, whatever the provider answers or
 * fails to answer; each may be called again with the same reference, from any process, at any time.
 */
export abstract class PaymentProvider {
  /** Whether customers can pay by card before the delivery. */
  abstract readonly takesCards: boolean;

  /** Holds the amount on the card. `done` names the authorization. */
  abstract authorize(question: AuthorizeQuestion): Promise<ProviderAnswer>;

  /** The outcome of an authorization, by our reference; `refused` when there is none. */
  abstract find(reference: string): Promise<ProviderAnswer>;

  /** Charges all or a part of the hold, and releases the rest: once per authorization. */
  abstract capture(question: MoneyQuestion): Promise<ProviderAnswer>;

  /** Releases the whole hold. `refused` when it has been captured. */
  abstract void(question: Omit<MoneyQuestion, 'amount'>): Promise<ProviderAnswer>;

  /** Refunds all or a part of the captured amount. */
  abstract refund(question: MoneyQuestion): Promise<ProviderAnswer>;
}
