import { describe, expect, it } from 'vitest';
import { isSigned, signWebhook, webhookKey } from './webhook-signature.js';

// The example of the Standard Webhooks libraries' own tests.
const key = webhookKey('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const timestamp = '1614265330';
const body = Buffer.from('{"test": 2432232314}');
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const sentAt = 1_614_265_330_000;
const now = new Date(sentAt);
const other = webhookKey('whsec_' + Buffer.alloc(24, 7).toString('base64'));
const judge = (headers: object = {}, keys = [key], bytes = body, at = now) =>
  isSigned(keys, { id, timestamp, signature, ...headers }, bytes, at);

describe('a signature', () => {
  it('is the one of the published example', () => {
    expect(signWebhook(key, id, timestamp, body)).toBe(signature);
    expect(judge()).toBe(true);
  });

  it('is tried with every key and every signature', () => {
    expect(judge({}, [other, key])).toBe(true);
    expect(judge({ signature: `v1,AAAA v1a,zzz ${signature}` })).toBe(true);
    expect(judge({}, [other])).toBe(false);
    expect(judge({}, [])).toBe(false);
  });

  it.each([
    ['another id', { id: 'msg_other' }],
    ['another time', { timestamp: '1614265331' }],
    ['no id', { id: undefined }],
    ['no time', { timestamp: undefined }],
    ['an odd time', { timestamp: '1614265330.5' }],
    ['no signature', { signature: undefined }],
    ['another version', { signature: signature.replace('v1', 'v2') }],
    ['a shorter one', { signature: signature.slice(0, 20) }],
  ])('does not fit %s', (_, headers) => {
    expect(judge(headers)).toBe(false);
  });

  it('does not fit other bytes of the same meaning', () => {
    expect(judge({}, [key], Buffer.from('{"test":2432232314}'))).toBe(false);
  });

  it.each([
    [-300, true],
    [300, true],
    [-301, false],
    [301, false],
  ])('received %i seconds later is good: %s', (seconds, good) => {
    expect(judge({}, [key], body, new Date(sentAt + seconds * 1000))).toBe(good);
  });
});
