import { ApiProperty } from '@nestjs/swagger';

const reasons = [
  'stale',
  'inaccurate',
  'implausible',
  'out-of-area',
  'recorded-at-replaced',
] as const;

export class LocationRecordedResponse {
  /** Whether the live position now comes from this batch. @example true */
  applied: boolean;

  /**
   * Why not: `stale`: a newer fix came before, or may have; `inaccurate`: no better than 100 m;
   * `implausible`: 0/0, or too far from the last one for the time between; `out-of-area`: more than
   * 100 km from the store. None is worth sending again. With `applied` true:
   * `recorded-at-replaced`: the phone’s clock is off by more than a minute.
   */
  @ApiProperty({ enum: reasons })
  reason: (typeof reasons)[number] | null;
}
