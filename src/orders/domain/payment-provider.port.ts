import type { Money } from '../../kernel/money.js';

/**
 * What a provider says to a question. `done` and `refused` are final. `unknown`: it did not answer
 * in time; it has happened or it has not, and asking again with the same reference tells which.
 */
export type ProviderAnswer =
  | { readonly outcome: 'done'; readonly providerReference: string }
  | { readonly outcome: 'refused'; readonly because: string }
  | { readonly outcome: 'unknown' };

export interface AuthorizeQuestion {
  /** Ours: what is asked twice under one reference happens once and is answered the same. */
  readonly reference: string;
  /** Ours; the provider repeats it in its webhooks. */
  readonly paymentId: string;
  /** What the customer's app was given for the card: never a card's number. */
  readonly token: string;
  /** What is to be held, above 0. */
  readonly amount: Money;
}

export interface MoneyQuestion {
  readonly reference: string;
  /** The provider's own id of the authorization, as `done` named it. */
  readonly authorization: string;
  readonly amount: Money;
}

/**
 * Whoever moves the money of cards. No method rejects for what the provider answers or fails to
 * answer; each may be called again with the same reference, from any process, at any time.
 */
export abstract class PaymentProvider {
  /** Whether customers can pay by card before the delivery. */
  abstract readonly takesCards: boolean;

  /** Holds the amount on the card. `done` names the authorization. */
  abstract authorize(question: AuthorizeQuestion): Promise<ProviderAnswer>;

  /** What became of an authorization, by our reference; `refused` when there is none by now. */
  abstract find(reference: string): Promise<ProviderAnswer>;

  /** Charges a part of what is held, or all of it, and lets the rest go: once per authorization. */
  abstract capture(question: MoneyQuestion): Promise<ProviderAnswer>;

  /** Lets all that is held go. `refused` when something has been captured. */
  abstract void(question: Omit<MoneyQuestion, 'amount'>): Promise<ProviderAnswer>;

  /** Pays back a part of what was captured, or all of it. */
  abstract refund(question: MoneyQuestion): Promise<ProviderAnswer>;
}
