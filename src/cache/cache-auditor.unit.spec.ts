import { Logger } from '@nestjs/common';
import { expect, it } from 'vitest';
import { Metrics } from '../platform/index.js';
import { type Audited, CacheAuditor } from './cache-auditor.js';

Logger.overrideLogger(false);

async function audit(check: Partial<Audited>) {
  const metrics = new Metrics();
  const audited = {
    policy: 'test.audited',
    agrees: async () => true,
    isCurrent: async () => true,
    ...check,
  };
  await new CacheAuditor(metrics).audit(audited, 0);
  const value = async (name: string) =>
    (await metrics.registry.getSingleMetric(name)!.get()).values[0]?.value ?? 0;
  return [
    await value('larder_cache_audits_total'),
    await value('larder_cache_disagreements_total'),
  ];
}

const disagree = async () => false;

it('accepts an answer that the database gives too', async () => {
  expect(await audit({})).toEqual([1, 0]);
});

it('counts an answer that the database does not give, with no write between', async () => {
  expect(await audit({ agrees: disagree })).toEqual([1, 1]);
});

it('does not count an answer that a write has changed since', async () => {
  expect(await audit({ agrees: disagree, isCurrent: async () => false })).toEqual([1, 0]);
});

it('does not count a write whose stamps came just after the load', async () => {
  const current = [true, false];
  const isCurrent = async () => current.shift()!;
  expect(await audit({ agrees: disagree, isCurrent })).toEqual([1, 0]);
});

it('gives up quietly when the database or the store is away', async () => {
  const away = () => Promise.reject(new Error('away'));
  expect(await audit({ agrees: away })).toEqual([0, 0]);
  expect(await audit({ agrees: disagree, isCurrent: away })).toEqual([1, 0]);
});

it('checks every thousandth hit', () => {
  const auditor = new CacheAuditor(new Metrics());
  let checks = 0;
  const counted = () => {
    checks += 1;
    return { policy: 'x', agrees: async () => true, isCurrent: async () => true };
  };
  for (let hit = 0; hit < 1500; hit += 1) {
    if (hit % 2 === 0) auditor.hit(counted);
    // A hit that cannot be loaded again leaves the check to the next that can.
    else if (!auditor.isDue) auditor.passed();
  }
  expect(checks).toBe(1);
});
