/**
 * The kinds of refusal. The edge alone maps each kind to an HTTP status, so that rules stay free of
 * HTTP.
 */
export type FailureKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'conflict'
  | 'stale'
  | 'timeout'
  | 'too-large'
  | 'unsupported-media-type'
  | 'expectation'
  | 'refused'
  | 'precondition-required'
  | 'rate-limited'
  | 'head-too-large'
  | 'internal'
  | 'unavailable';

export interface FailureDescription {
  /** Stable, kebab-case: clients branch on it. */
  readonly code: string;
  readonly kind: FailureKind;
  /** The same for every occurrence (RFC 9457 `title`). */
  readonly title: string;
  /** What the caller can do about it; printed in docs/errors.md. */
  readonly remedy: string;
}

export interface FailureDefinition extends FailureDescription {
  /** An error for one occurrence; `extras` become members of the answer. */
  because(detail: string, extras?: Readonly<Record<string, unknown>>): ExpectedFailure;
  matches(error: unknown): error is ExpectedFailure;
}

/** A refusal that belongs to the product; a defect throws something else. */
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

/** @throws Error when the code is taken: each code has one meaning. */
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

/** Every failure that the loaded modules can answer, by code. */
export function definedFailures(): FailureDefinition[] {
  return [...definitions.values()].toSorted((a, b) => a.code.localeCompare(b.code));
}
