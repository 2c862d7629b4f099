// Real input beside the project: see the README in its folder.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../../shared/data');

export const cataloguePath = resolve(folder, 'grocery-catalogue.csv');
const tracesPath = resolve(folder, 'driver-traces.csv');

/** False where the folder is absent; tests that skip for it say so in their names. */
export const hasRealInput = existsSync(cataloguePath) && existsSync(tracesPath);

export interface TracePoint {
  /** Seconds since the trace's start. */
  readonly seconds: number;
  readonly lat: number;
  readonly lng: number;
}

export function readTrace(name: string): TracePoint[] {
  return readFileSync(tracesPath, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${name},`))
    .map((line) => line.split(',').slice(1).map(Number))
    .map(([seconds, lat, lng]) => ({ seconds: seconds!, lat: lat!, lng: lng! }));
}

/** All rides, by name. */
export function readTraces(): Map<string, TracePoint[]> {
  const names = readFileSync(tracesPath, 'utf8').match(/^T\d+(?=,)/gm) ?? [];
  return new Map([...new Set(names)].map((name) => [name, readTrace(name)]));
}
