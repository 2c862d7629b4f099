// Tests that every payment provider must pass.
import { describe, expect, it } from 'vitest';
import { money } from '../../kernel/money.js';
import type { PaymentProvider } from '../domain/payment-provider.port.js';

let count = 0;
const aed = (minor: number) => money(minor, 'AED');

export function providerContract(name: string, open: () => PaymentProvider): void {
  describe(`${name}, as any provider,`, () => {
    const provider = open();
    const unheld = { reference: 'r', authorization: 'never-made', amount: aed(1) };

    it('refuses to move money that it does not hold', async () => {
      expect(await provider.find('never-asked')).toMatchObject({ outcome: 'refused' });
      expect(await provider.capture(unheld)).toMatchObject({ outcome: 'refused' });
      expect(await provider.void(unheld)).toMatchObject({ outcome: 'refused' });
      expect(await provider.refund(unheld)).toMatchObject({ outcome: 'refused' });
    });

    it('holds only where it takes cards', async () => {
      const { outcome } = await provider.authorize(question());
      expect(outcome).toBe(provider.takesCards ? 'done' : 'refused');
    });
  });
}

/** Further tests for providers that take cards. */
export function cardContract(name: string, open: () => PaymentProvider): void {
  describe(`${name}, as it takes cards,`, () => {
    const provider = open();
    const held = async () => {
      const asked = question();
      const answer = await provider.authorize(asked);
      if (answer.outcome !== 'done') throw new Error('not held');
      return { asked, authorization: answer.providerReference, answer };
    };

    it('acts once per reference, and answers a repeat the same', async () => {
      const { asked, authorization, answer } = await held();
      expect(await provider.authorize(asked)).toEqual(answer);
      expect(await provider.find(asked.reference)).toEqual(answer);
      const capture = { reference: `${asked.reference}:c`, authorization, amount: aed(700) };
      const captured = await provider.capture(capture);
      expect(captured.outcome).toBe('done');
      expect(await provider.capture(capture)).toEqual(captured);
      const refund = { reference: `${asked.reference}:r`, authorization, amount: aed(400) };
      const refunded = await provider.refund(refund);
      expect(refunded.outcome).toBe('done');
      expect(await provider.refund(refund)).toEqual(refunded);
      // Nothing would be left for this refund if the first one had been paid twice.
      const rest = { ...refund, reference: `${refund.reference}2`, amount: aed(300) };
      expect((await provider.refund(rest)).outcome).toBe('done');
    });

    it('captures once, and no more than is held', async () => {
      const { asked, authorization } = await held();
      const capture = (suffix: string, minor: number) =>
        provider.capture({
          reference: asked.reference + suffix,
          authorization,
          amount: aed(minor),
        });
      expect((await capture(':1', 1001)).outcome).toBe('refused');
      expect((await capture(':2', 1000)).outcome).toBe('done');
      expect((await capture(':3', 1)).outcome).toBe('refused');
    });

    it('refunds no more than was captured', async () => {
      const { asked, authorization } = await held();
      await provider.capture({ reference: asked.reference + 1, authorization, amount: aed(10) });
      const refund = { reference: asked.reference + 2, authorization, amount: aed(11) };
      expect((await provider.refund(refund)).outcome).toBe('refused');
    });

    it('captures nothing that was voided, and voids nothing that was captured', async () => {
      const one = await held();
      const other = await held();
      const ask = ({ asked, authorization }: typeof one, suffix: string) => ({
        reference: asked.reference + suffix,
        authorization,
        amount: aed(5),
      });
      expect((await provider.void(ask(one, 'v'))).outcome).toBe('done');
      expect((await provider.capture(ask(one, 'c'))).outcome).toBe('refused');
      expect((await provider.capture(ask(other, 'c'))).outcome).toBe('done');
      expect((await provider.void(ask(other, 'v'))).outcome).toBe('refused');
    });
  });
}

export function question(token = 'tok_ok') {
  const paymentId = `contract-${(count += 1)}`;
  return { reference: `${paymentId}:authorize`, paymentId, token, amount: aed(1000) };
}
