import { Inject, Injectable } from '@nestjs/common';
import {
  circuitBreaker,
  ConsecutiveBreaker,
  handleAll,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import type { LatLng } from '../kernel/place.js';
import { driveSeconds, type Travel } from './domain/eta.js';
import { RoutingEngine } from './routing.port.js';

/** How long a poll waits for a routing engine, in milliseconds. */
const patienceMs = 250;

/** How long it takes to get somewhere: by the streets where an engine tells, else by the distance. */
@Injectable()
export class TravelTimes {
  // An engine that is away costs polls their patience five times, then once in five seconds.
  readonly #asking = wrap(
    circuitBreaker(handleAll, { halfOpenAfter: 5000, breaker: new ConsecutiveBreaker(5) }),
    timeout(patienceMs, TimeoutStrategy.Aggressive),
  );

  constructor(@Inject(RoutingEngine) private readonly engine: RoutingEngine | null) {}

  between(from: LatLng, to: LatLng): Travel | Promise<Travel> {
    const { engine } = this;
    return engine ? this.#ask(engine, from, to) : byDistance(from, to);
  }

  async #ask(engine: RoutingEngine, from: LatLng, to: LatLng): Promise<Travel> {
    try {
      const asked = this.#asking.execute(({ signal }) => engine.driveSeconds(from, to, signal));
      return { seconds: await asked, by: 'route' };
    } catch {
      return byDistance(from, to);
    }
  }
}

function byDistance(from: LatLng, to: LatLng): Travel {
  return { seconds: driveSeconds(from, to), by: 'position' };
}
