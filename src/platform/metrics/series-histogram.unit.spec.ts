import { Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { Metrics } from './metrics.js';

const described = { name: 'a_seconds', help: 'Time, in seconds.', buckets: [0.1, 1, 5] };
const observed: [string, number][] = [
  ['/a', 0.05],
  ['/a', 0.1],
  ['/b', 0.100_001],
  ['/a', 5],
  ['/b', 17],
  ['/b', 0],
];

it('prints the same as the library’s own histogram', async () => {
  const registry = new Registry();
  const own = new Histogram({ ...described, labelNames: ['route'], registers: [registry] });
  for (const [route, value] of observed) own.observe({ route }, value);

  const metrics = new Metrics();
  const histogram = metrics.seriesHistogram(described);
  const a = histogram.series({ route: '/a' });
  const b = histogram.series({ route: '/b' });
  for (const [route, value] of observed) (route === '/a' ? a : b).observe(value);

  expect(await metrics.registry.getSingleMetricAsString('a_seconds')).toBe(
    await registry.getSingleMetricAsString('a_seconds'),
  );
});
