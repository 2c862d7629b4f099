// The routes of drivers: along a grid of streets like Manhattan's, or along recorded rides.
import { readFileSync } from 'node:fs';
import { NotPossible } from './not-possible.mjs';

const metresPerDegree = 111_195;
const blockM = 120;
const drivingMps = 8;

export function metresBetween(a, b) {
  const { north, east } = offset(a, b);
  return Math.hypot(north, east);
}

/** The place this many metres to the north and east. */
export function placeAt(from, north, east) {
  return {
    lat: from.lat + north / metresPerDegree,
    lng: from.lng + east / lngMetres(from.lat),
  };
}

function offset(from, to) {
  return {
    north: (to.lat - from.lat) * metresPerDegree,
    east: (to.lng - from.lng) * lngMetres(from.lat),
  };
}

const lngMetres = (lat) => metresPerDegree * Math.cos((lat * Math.PI) / 180);

/** A route with one turn; `seconds` counts from the start, at a steady pace. */
export function alongStreets(from, to, random) {
  const { north, east } = offset(from, to);
  const corner = random() < 0.5 ? [north, 0] : [0, east];
  const stops = [[0, 0], ...blocks([0, 0], corner), ...blocks(corner, [north, east])];
  let seconds = 0;
  return stops.map((stop, index) => {
    const before = stops[index - 1] ?? stop;
    seconds += Math.hypot(stop[0] - before[0], stop[1] - before[1]) / drivingMps;
    return { seconds, ...placeAt(from, ...stop) };
  });
}

function blocks([north, east], [toNorth, toEast]) {
  const length = Math.hypot(toNorth - north, toEast - east);
  const steps = Math.max(1, Math.ceil(length / blockM));
  return Array.from({ length: steps }, (_, step) => {
    const share = (step + 1) / steps;
    return [north + (toNorth - north) * share, east + (toEast - east) * share];
  });
}

/** A recorded ride moved to start here, for its first minutes; then along the streets. */
export function alongTrace(trace, from, to, random) {
  const [first] = trace;
  const ridden = trace
    .filter(({ seconds }) => seconds - first.seconds <= 180)
    .map((point) => {
      const { north, east } = offset(first, point);
      return { seconds: point.seconds - first.seconds, ...placeAt(from, north, east) };
    });
  const last = ridden.at(-1);
  const rest = alongStreets(last, to, random).slice(1);
  return [...ridden, ...rest.map((stop) => ({ ...stop, seconds: stop.seconds + last.seconds }))];
}

/** The place, heading and speed after this time on the route. */
export function onTheWay(route, seconds) {
  const next = route.findIndex((stop) => stop.seconds >= seconds);
  if (next <= 0) return { ...(next === 0 ? route[0] : route.at(-1)), headingDeg: null, mps: 0 };
  const [a, b] = [route[next - 1], route[next]];
  const took = b.seconds - a.seconds;
  const share = (seconds - a.seconds) / took;
  const { north, east } = offset(a, b);
  return {
    ...placeAt(a, north * share, east * share),
    headingDeg: Math.round(((Math.atan2(east, north) * 180) / Math.PI + 360) % 360),
    mps: Math.hypot(north, east) / took,
  };
}

/**
 * The new time on the route, in seconds, of a rider who was at `from` seconds and has ridden on for
 * `seconds`; but no further than `mostM` metres from a place.
 */
export function rideOn(route, from, seconds, place, mostM) {
  let step = Math.min(seconds, Math.max(0, route.at(-1).seconds - from));
  while (step > 0.01 && metresBetween(place, onTheWay(route, from + step)) > mostM) step /= 2;
  return from + step;
}

/** The rides of a file with the columns trace, seconds, lat, lng. */
export function readTraces(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new NotPossible(`--traces: ${error.message}`);
  }
  const traces = new Map();
  for (const line of text.trim().split('\n').slice(1)) {
    const [name, ...numbers] = line.split(',');
    const [seconds, lat, lng] = numbers.map(Number);
    if (numbers.length !== 3 || ![seconds, lat, lng].every(Number.isFinite)) {
      throw new NotPossible(`--traces: not trace,seconds,lat,lng: ${line}`);
    }
    if (!traces.has(name)) traces.set(name, []);
    traces.get(name).push({ seconds, lat, lng });
  }
  if (traces.size === 0) throw new NotPossible(`--traces: there is no ride in ${file}`);
  return [...traces.values()];
}
