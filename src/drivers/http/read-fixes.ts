import { ValidationFailed, UnknownField, validationPipe } from '../../platform/index.js';
import type { Fix } from '../location/location.port.js';
import { FixRequest } from './location.requests.js';
import type { RefusedField } from './location.responses.js';
import { fixOf } from './plain-ping.js';
import { utcOf } from './phone-time.js';

const pipe = validationPipe();
const metadata = { type: 'body', metatype: FixRequest } as const;

/** The fixes of a batch that can be understood, and what is wrong with the others. */
export async function readFixes(
  epoch: number,
  sent: readonly unknown[],
): Promise<{ readonly fixes: Fix[]; readonly refused: RefusedField[] }> {
  const fixes: Fix[] = [];
  const refused: RefusedField[] = [];
  for (const [place, each] of sent.entries()) {
    try {
      const fix = (await pipe.transform(legible(each), metadata)) as FixRequest;
      fixes.push(fixOf(epoch, fix));
    } catch (error) {
      if (!ValidationFailed.matches(error) && !UnknownField.matches(error)) throw error;
      const errors = error.extras['errors'] as RefusedField[];
      // One for each field: of a text for a number, that it is no number.
      const byField = new Map(errors.map((field) => [field.pointer, field]));
      for (const field of byField.values()) {
        refused.push({ ...field, pointer: `/fixes/${place}${field.pointer}` });
      }
    }
  }
  return { fixes, refused };
}

/** The fix without what its phone does not know: -1 of iOS, a time that says no moment. */
function legible(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  const { accuracyM, headingDeg, speedMps, recordedAt, ...rest } = sent as Record<string, unknown>;
  return {
    ...rest,
    accuracyM: measured(accuracyM, Infinity),
    headingDeg: measured(headingDeg, 360),
    speedMps: measured(speedMps, 200),
    recordedAt: utcOf(recordedAt),
  };
}

function measured(value: unknown, most: number): number | null {
  return typeof value === 'number' && value >= 0 && value <= most ? value : null;
}
