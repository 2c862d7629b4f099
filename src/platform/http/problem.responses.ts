/** One field with an error. */
export class ProblemField {
  /** JSON Pointer to the field. @example /lines/0/quantity */
  pointer: string;

  /** @example max */
  code: string;

  /** @example "quantity must not be greater than 99" */
  detail?: string;
}

/** application/problem+json (RFC 9457). */
export class Problem {
  /** @example urn:larder:problem:validation-failed */
  type: string;

  /** @example "The request is not valid" */
  title: string;

  /** @example 400 */
  status: number;

  /** Stable: clients may branch on it. @example validation-failed */
  code: string;

  /** What happened this time. @example "quantity must not be greater than 99" */
  detail: string;

  /** @example /v1/quotes */
  instance?: string;

  /** Quote it when you ask for help. @example 0190b6e2-0000-7000-8000-000000000001 */
  requestId: string;

  errors?: ProblemField[];
}
