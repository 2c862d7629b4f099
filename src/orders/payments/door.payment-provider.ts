import { PaymentProvider, type ProviderAnswer } from '../domain/payment-provider.port.js';

const noProvider: ProviderAnswer = {
  outcome: 'refused',
  because: 'No payment provider is configured: orders are paid at the door.',
};

/** Takes no cards: every order is paid at the door. */
export class DoorPaymentProvider extends PaymentProvider {
  override readonly takesCards = false;

  override authorize = async () => noProvider;
  override find = async () => noProvider;
  override capture = async () => noProvider;
  override void = async () => noProvider;
  override refund = async () => noProvider;
}
