import { Injectable } from '@nestjs/common';
import { onBehalfOf, type RequestContext } from '../../platform/index.js';
import { chooseFix, type Unusable } from '../domain/choose-fix.js';
import { DriverOffShift, LocationStoreUnavailable, SessionReplaced } from '../drivers.errors.js';
import { type Fix, LocationStore, type RecordOutcome } from '../location/location.port.js';
import { RestoreShifts } from './restore-shifts.service.js';

/** Why a batch was not applied, or which part of it was not believed. */
export type RecordedReason =
  Unusable | 'not-understood' | 'stale' | 'out-of-area' | 'recorded-at-replaced';

export interface Recorded {
  readonly applied: boolean;
  readonly reason: RecordedReason | null;
  /** With `stale`: the sequence number of the newest fix kept; null for none. */
  readonly lastSeq?: number | null;
}

type Ask = (request?: RequestContext) => Promise<RecordOutcome | 'heard'>;

const isSome = <T>(list: readonly T[]): list is readonly [T, ...T[]] => list.length > 0;

/** A driver's pings. No SQL, and one round trip to the store, whatever the size of the batch. */
@Injectable()
export class RecordLocation {
  constructor(
    private readonly location: LocationStore,
    private readonly shifts: RestoreShifts,
  ) {}

  /**
   * Keeps the newest fix of the batch, unless it is not worth showing. The driver was heard in any
   * case, even by a batch that has no fix.
   * @param request pays for the call, where it is not the request of the calling code
   * @throws driver-off-shift, session-replaced, rate-limited, location-store-unavailable
   */
  async record(
    driverId: string,
    epoch: number,
    batch: readonly Fix[],
    request?: RequestContext,
  ): Promise<Recorded> {
    const chosen = isSome(batch) ? chooseFix(batch) : 'not-understood';
    const ask: Ask = (payer) =>
      typeof chosen === 'string'
        ? this.location.hear(driverId, epoch, payer)
        : this.location.record(driverId, chosen, payer);
    let outcome = await ask(request);
    if (outcome === 'forgotten') outcome = await onBehalfOf(request, () => this.#onceTold(ask));
    switch (outcome) {
      case 'applied':
        return { applied: true, reason: null };
      case 'corrected':
        return { applied: true, reason: 'recorded-at-replaced' };
      case 'heard':
        return { applied: false, reason: chosen as RecordedReason };
      case 'implausible':
      case 'out-of-area':
        return { applied: false, reason: outcome };
      case 'off-shift':
        throw DriverOffShift.because(
          'No open shift has this epoch: POST /v1/driver/shift {"onDuty": true} answers the one to use.',
        );
      case 'replaced':
        throw SessionReplaced.because('A later sign-on has a newer epoch.');
      default:
        return { applied: false, reason: 'stale', lastSeq: lastSeqOf(outcome) };
    }
  }

  /** The only case of a ping that waits for SQL: once for all drivers, after a loss. */
  async #onceTold(ask: Ask): Promise<Exclude<Awaited<ReturnType<Ask>>, 'forgotten'>> {
    await this.shifts.restore();
    const again = await ask();
    if (again !== 'forgotten') return again;
    throw LocationStoreUnavailable.because('The store of live positions does not know the shifts.');
  }
}

function lastSeqOf(outcome: `stale ${number}`): number | null {
  const seq = Number(outcome.slice('stale '.length));
  return seq < 0 ? null : seq;
}
