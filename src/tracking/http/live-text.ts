import type { StoredFix } from '../../drivers/index.js';
import type { Eta } from '../domain/eta.js';
import type { SharedPosition, TrackedOrder } from '../tracking.service.js';
import { rounded } from './tracking.mapper.js';

/** The shown part of a fix, written once: until the next fix only its age changes. */
const written = new WeakMap<StoredFix, string>();

/**
 * The part of an answer that changes with time, or with the next ping (`LiveResponse`): the end of
 * a JSON object, in ASCII. Written by hand: `JSON.stringify` would double a poll's cost.
 */
export function liveText({ position, eta, pollAfterMs }: TrackedOrder): string {
  return (
    `"position":${positionText(position)},"positionStatus":"${position.status}",` +
    `"eta":${eta === null ? 'null' : etaText(eta)},"pollAfterMs":${pollAfterMs}}`
  );
}

function positionText(position: SharedPosition): string {
  if (position.status !== 'live') return 'null';
  const { fix, ageSeconds, stale } = position;
  let text = written.get(fix);
  if (text === undefined) written.set(fix, (text = fixText(fix)));
  return `${text},"ageSeconds":${ageSeconds},"ageKnown":${fix.isAgeKnown},"stale":${stale}}`;
}

function fixText({ lat, lng, accuracyM, headingDeg, recordedAt }: StoredFix): string {
  const shown = { lat: rounded(lat), lng: rounded(lng), accuracyM, headingDeg, recordedAt };
  return JSON.stringify(shown).slice(0, -1);
}

function etaText({ seconds, source, confidence }: Eta): string {
  return `{"seconds":${seconds},"source":"${source}","confidence":"${confidence}"}`;
}
