import type { FastifyBaseLogger } from 'fastify';
import type { Metrics } from '../metrics/metrics.js';
import type { Series } from '../metrics/series-histogram.js';
import type { RequestContext } from '../request-context.js';

const few = [0, 1, 2, 3, 5, 10, 20, 50];

interface RouteSeries {
  readonly sqlStatements: Series;
  readonly redisCalls: Series;
  /** Series by method and status. */
  readonly seconds: Map<string, Map<number, Series>>;
}

/** Meters and the log line of every answered request, by whichever path it was answered. */
export class AnsweredRequests {
  readonly #seconds;
  readonly #statements;
  readonly #redisCalls;
  readonly #routes = new Map<string, RouteSeries>();

  constructor(
    metrics: Metrics,
    private readonly log: FastifyBaseLogger,
  ) {
    this.#seconds = metrics.seriesHistogram({
      name: 'larder_http_request_seconds',
      help: 'Time from a request’s head to its answer, in seconds.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    });
    this.#statements = metrics.seriesHistogram({
      name: 'larder_http_sql_statements',
      help: 'SQL statements run for a request before its answer was sent.',
      buckets: few,
    });
    this.#redisCalls = metrics.seriesHistogram({
      name: 'larder_http_redis_calls',
      help: 'Calls to Redis made for a request before its answer was sent.',
      buckets: few,
    });
  }

  /** @param route its pattern: the address itself may hold a search or a token */
  note(method: string, route: string, status: number, spent: RequestContext): void {
    const took = performance.now() - spent.startedAt;
    const series = this.#routes.get(route) ?? this.#seriesOf(route);
    series.sqlStatements.observe(spent.sqlStatements);
    series.redisCalls.observe(spent.redisCalls);
    const known = series.seconds.get(method)?.get(status);
    (known ?? this.#secondsOf(series, method, route, status)).observe(took / 1000);
    const { requestId } = spent;
    const milliseconds = Math.round(took);
    // The id, because the sending socket may be in the context of another request.
    this.log.info({ requestId, method, route, status: String(status), milliseconds }, 'answered');
  }

  #seriesOf(route: string): RouteSeries {
    const made = {
      sqlStatements: this.#statements.series({ route }),
      redisCalls: this.#redisCalls.series({ route }),
      seconds: new Map<string, Map<number, Series>>(),
    };
    this.#routes.set(route, made);
    return made;
  }

  #secondsOf({ seconds }: RouteSeries, method: string, route: string, status: number): Series {
    const made = this.#seconds.series({ method, route, status: String(status) });
    const ofMethod = seconds.get(method) ?? new Map<number, Series>();
    seconds.set(method, ofMethod.set(status, made));
    return made;
  }
}
