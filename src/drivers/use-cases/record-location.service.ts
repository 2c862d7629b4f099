import { Injectable } from '@nestjs/common';
import { chooseFix } from '../domain/choose-fix.js';
import { DriverOffShift } from '../drivers.errors.js';
import { type Fix, LocationStore } from '../location/location.port.js';

export type NotApplied = 'stale' | 'implausible';

/** A driver's pings. No SQL, and one round trip to the store, whatever the size of the batch. */
@Injectable()
export class RecordLocationService {
  constructor(private readonly location: LocationStore) {}

  /**
   * Keeps the newest fix of the batch. Answers why not, or null when it was kept.
   * @throws driver-off-shift, location-store-unavailable
   */
  async record(driverId: string, batch: readonly Fix[]): Promise<NotApplied | null> {
    const fix = chooseFix(batch);
    if (!fix) return 'implausible';
    const outcome = await this.location.record(driverId, fix);
    if (outcome === 'off-shift') {
      throw DriverOffShift.because(
        'No open shift has this epoch: POST /v1/driver/shift {"onDuty": true} answers the one to use.',
      );
    }
    return outcome === 'stale' ? 'stale' : null;
  }
}
