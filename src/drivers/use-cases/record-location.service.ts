import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { onBehalfOf, type RequestContext } from '../../platform/index.js';
import { chooseFix, type Unusable } from '../domain/choose-fix.js';
import { isClockTrusted, isOldByPhone } from '../domain/fix-rules.js';
import { DriverOffShift, LocationStoreUnavailable } from '../drivers.errors.js';
import {
  type Fix,
  LocationStore,
  type PhoneAge,
  type RecordOutcome,
} from '../location/location.port.js';
import { RestoreShifts } from './restore-shifts.service.js';

export interface Recorded {
  readonly applied: boolean;
  /** Why it was not applied, or which part of it was not believed. */
  readonly reason:
    | Unusable
    | Exclude<RecordOutcome, 'applied' | 'off-shift' | 'forgotten'>
    | 'recorded-at-replaced'
    | null;
}

/** A driver's pings. No SQL, and one round trip to the store, whatever the size of the batch. */
@Injectable()
export class RecordLocation {
  constructor(
    private readonly location: LocationStore,
    private readonly shifts: RestoreShifts,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps the newest fix of the batch, unless it is not worth showing.
   * @param request pays for the call, where it is not the request of the calling code
   * @throws driver-off-shift, rate-limited, location-store-unavailable
   */
  async record(
    driverId: string,
    batch: readonly [Fix, ...Fix[]],
    request?: RequestContext,
  ): Promise<Recorded> {
    const chosen = chooseFix(batch);
    if (typeof chosen === 'string') return { applied: false, reason: chosen };
    const now = this.clock.now();
    const isTrusted = isClockTrusted(chosen.recordedAt, now);
    const fix = isTrusted ? chosen : { ...chosen, recordedAt: now.toISOString() };

    const age = isOldByPhone(chosen.recordedAt, now) ? 'old' : 'fresh';
    let outcome = await this.location.record(driverId, fix, age, request);
    if (outcome === 'forgotten') {
      outcome = await onBehalfOf(request, () => this.#recordOnceTold(driverId, fix, age));
    }
    if (outcome === 'off-shift') {
      throw DriverOffShift.because(
        'No open shift has this epoch: POST /v1/driver/shift {"onDuty": true} answers the one to use.',
      );
    }
    if (outcome !== 'applied') return { applied: false, reason: outcome };
    return { applied: true, reason: isTrusted ? null : 'recorded-at-replaced' };
  }

  /** The only case of a ping that waits for SQL: once for all drivers, after a loss. */
  async #recordOnceTold(
    driverId: string,
    fix: Fix,
    age: PhoneAge,
  ): Promise<Exclude<RecordOutcome, 'forgotten'>> {
    await this.shifts.restore();
    const again = await this.location.record(driverId, fix, age);
    if (again !== 'forgotten') return again;
    throw LocationStoreUnavailable.because('The store of live positions does not know the shifts.');
  }
}
