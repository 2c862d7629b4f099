import { describe, expect, it } from 'vitest';
import { money } from '../../kernel/money.js';
import { DoorPaymentProvider } from './door.payment-provider.js';
import { FakePaymentProvider } from './fake.payment-provider.js';
import { cardContract, providerContract, question } from './payment-provider.contract.js';

providerContract('the fake', () => new FakePaymentProvider());
providerContract('the door', () => new DoorPaymentProvider());
cardContract('the fake', () => new FakePaymentProvider());

const refusals = { outcome: 'refused', because: 'try_again_later' };
const held = async (provider: FakePaymentProvider, token: string) => {
  const asked = question(token);
  const answer = await provider.authorize(asked);
  if (answer.outcome !== 'done') throw new Error('not held');
  const { providerReference: authorization } = answer;
  return { reference: `${asked.paymentId}:capture`, authorization, amount: money(900, 'AED') };
};

describe('the fake', () => {
  it('declines', async () => {
    const fake = new FakePaymentProvider();
    expect(await fake.authorize(question('tok_declined'))).toMatchObject({ outcome: 'refused' });
    expect([fake.ledger, fake.events.map(({ type }) => type)]).toEqual([[], ['payment.declined']]);
  });

  it.each([
    ['tok_timeout', 1],
    ['tok_timeout_lost', 0],
  ])('does not answer %s; it holds %i', async (token, holds) => {
    const fake = new FakePaymentProvider();
    const asked = question(token);
    expect(await fake.authorize(asked)).toEqual({ outcome: 'unknown' });
    expect(fake.ledger).toHaveLength(holds);
    expect((await fake.find(asked.reference)).outcome).toBe(holds ? 'done' : 'refused');
    expect((await fake.authorize(asked)).outcome).toBe('done');
    expect(fake.ledger).toHaveLength(1);
  });

  it('fails captures twice, or loses the answer of one', async () => {
    const fake = new FakePaymentProvider();
    const failing = await held(fake, 'tok_capture_fails_twice');
    expect(await fake.capture(failing)).toEqual(refusals);
    expect(await fake.capture(failing)).toEqual(refusals);
    expect((await fake.capture(failing)).outcome).toBe('done');
    const lost = await held(fake, 'tok_capture_timeout');
    expect(await fake.capture(lost)).toEqual({ outcome: 'unknown' });
    expect((await fake.capture(lost)).outcome).toBe('done');
    expect(fake.ledger.map(({ capturedMinor }) => capturedMinor)).toEqual([900, 900]);
  });

  it('keeps slow requests waiting until they are let go', async () => {
    const fake = new FakePaymentProvider();
    const answer = fake.authorize(question('tok_slow'));
    expect(fake.ledger).toEqual([]);
    fake.letGo();
    expect((await answer).outcome).toBe('done');
  });

  it('knows the authorizations of an earlier run', async () => {
    const made = await held(new FakePaymentProvider(), 'tok_ok');
    const next = new FakePaymentProvider();
    expect((await next.capture(made)).outcome).toBe('done');
    expect(next.ledger).toMatchObject([{ holdMinor: 1000, capturedMinor: 900 }]);
  });
});
