import { ApiProperty } from '@nestjs/swagger';

const reasons = [
  'stale',
  'inaccurate',
  'implausible',
  'out-of-area',
  'not-understood',
  'recorded-at-replaced',
] as const;

/** What is wrong with one field of a fix. */
export class RefusedField {
  /** JSON Pointer to the field. @example /fixes/10/lat */
  pointer: string;

  /** @example max */
  code: string;

  /** @example "lat must not be greater than 85.05112878" */
  detail: string;
}

export class LocationRecordedResponse {
  /** Whether the live position now comes from this batch. @example true */
  applied: boolean;

  /**
   * Why not: `stale`: a newer fix came before, or may have; `inaccurate`: no better than 100 m;
   * `implausible`: 0/0, or too far from the last one for the time between (the third in a row that
   * agrees with the others is believed); `out-of-area`: more than 100 km from the store;
   * `not-understood`: no fix of the batch can be read. None is worth sending again, and you were
   * heard all the same. With `applied` true: `recorded-at-replaced`: the phone’s clock is off by
   * more than a minute.
   */
  @ApiProperty({ enum: reasons })
  reason: (typeof reasons)[number] | null;

  /**
   * With `stale`: the highest `seq` so far, or null where that is not known. Go on above it.
   * @example 500
   */
  lastSeq?: number | null;

  /** The fixes that could not be understood, and why; left out where there are none. */
  refused?: RefusedField[];
}
