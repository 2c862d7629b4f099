/**
 * What kinds of refusal exist. The edge alone knows which HTTP status each becomes, so that no
 * rule ever speaks HTTP.
 */
export type FailureKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'conflict'
  | 'stale'
  | 'too-large'
  | 'unsupported-media-type'
  | 'refused'
  | 'precondition-required'
  | 'rate-limited'
  | 'internal'
  | 'unavailable';

export interface FailureDescription {
  /** Stable, kebab-case: clients branch on it. */
  readonly code: string;
  readonly kind: FailureKind;
  /** The same for every occurrence (RFC 9457 `title`). */
  readonly title: string;
  /** What the caller can do about it; stands in docs/errors.md. */
  readonly remedy: string;
}

export interface FailureDefinition extends FailureDescription {
  /** An error that says what happened this time; `extras` become members of the answer. */
  because(detail: string, extras?: Readonly<Record<string, unknown>>): ExpectedFailure;
  matches(error: unknown): error is ExpectedFailure;
}

/** A refusal that is part of the product, as opposed to a defect. */
export class ExpectedFailure extends Error {
  constructor(
    readonly definition: FailureDefinition,
    readonly detail: string,
    readonly extras: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${definition.code}: ${detail}`);
    this.name = 'ExpectedFailure';
  }
}

const definitions = new Map<string, FailureDefinition>();

/** @throws Error when the code is taken: one code has one meaning. */
export function defineFailure(description: FailureDescription): FailureDefinition {
  if (definitions.has(description.code)) {
    throw new Error(`Failure code ${description.code} is defined twice`);
  }
  const definition: FailureDefinition = Object.freeze({
    ...description,
    because: (detail: string, extras?: Readonly<Record<string, unknown>>) =>
      new ExpectedFailure(definition, detail, extras),
    matches: (error: unknown): error is ExpectedFailure =>
      error instanceof ExpectedFailure && error.definition.code === description.code,
  });
  definitions.set(description.code, definition);
  return definition;
}

export function failureOf(code: string): FailureDefinition | undefined {
  return definitions.get(code);
}

/** Every failure the loaded modules can answer with, by code. */
export function definedFailures(): FailureDefinition[] {
  return [...definitions.values()].toSorted((a, b) => a.code.localeCompare(b.code));
}
