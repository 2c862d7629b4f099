import { Injectable } from '@nestjs/common';
import {
  collectDefaultMetrics,
  Counter,
  type CounterConfiguration,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client';
import { SeriesHistogram } from './series-histogram.js';

/** The process's Prometheus registry; modules make their meters through it. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'larder_' });
  }

  counter<T extends string>(configuration: CounterConfiguration<T>): Counter<T> {
    return new Counter({ ...configuration, registers: [this.registry] });
  }

  gauge<T extends string>(configuration: GaugeConfiguration<T>): Gauge<T> {
    return new Gauge({ ...configuration, registers: [this.registry] });
  }

  histogram<T extends string>(configuration: HistogramConfiguration<T>): Histogram<T> {
    return new Histogram({ ...configuration, registers: [this.registry] });
  }

  /** For observations so frequent that a look-up of the series by labels would be felt. */
  seriesHistogram(
    configuration: ConstructorParameters<typeof SeriesHistogram>[0],
  ): SeriesHistogram {
    const histogram = new SeriesHistogram(configuration);
    // The registry uses only a metric's name and its `get`.
    this.registry.registerMetric(histogram as unknown as Histogram);
    return histogram;
  }
}
