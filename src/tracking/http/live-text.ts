import type { StoredFix } from '../../drivers/index.js';
import type { Eta } from '../domain/eta.js';
import type { SharedPosition, TrackedOrder } from '../tracking.service.js';
import { rounded } from './tracking.mapper.js';

/** What of a fix is shown, written once: its age is what changes while it is the last. */
const written = new WeakMap<StoredFix, string>();

/**
 * What passes with time, or with the driver's next ping (`LiveResponse`): the end of an object of
 * JSON, in ASCII. Written by hand, since `JSON.stringify` costs a poll as much as all else in it.
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
  return `${text},"ageSeconds":${ageSeconds},"stale":${stale}}`;
}

function fixText({ lat, lng, accuracyM, headingDeg, recordedAt }: StoredFix): string {
  const shown = { lat: rounded(lat), lng: rounded(lng), accuracyM, headingDeg, recordedAt };
  return JSON.stringify(shown).slice(0, -1);
}

function etaText({ seconds, source, confidence }: Eta): string {
  return `{"seconds":${seconds},"source":"${source}","confidence":"${confidence}"}`;
}
