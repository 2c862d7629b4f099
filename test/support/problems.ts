import { expect, it } from 'vitest';
import type { Answer } from './larder.js';

/** The request, its status and code, and further members of the answer. */
export type Refused = [
  title: string,
  send: () => Promise<Answer>,
  status: number,
  code: string,
  also?: object,
];

/** The status and code of many rows. */
export const invalid = [400, 'validation-failed'] as const;
export const unknownField = [400, 'unknown-field'] as const;
export const at = (pointer: string) => ({ errors: [{ pointer }] });

const internals =
  /node_modules|\.[jt]s\b|\n +at |\bSELECT\b|\bINSERT\b|QueryFailed|pglite|postgres/i;

/** Checks the parts of a refusal that clients may rely on; nothing may show how it came about. */
export function expectProblem(
  answer: Answer,
  status: number,
  code: string,
  also: object = {},
): void {
  expect([answer.status, answer.body?.code], answer.text).toEqual([status, code]);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers['cache-control']).toBe('no-store');
  const requestId = answer.headers['x-request-id'];
  expect(requestId).toMatch(/^[\w-]{8,64}$/);
  const type = `urn:larder:problem:${code}`;
  expect(answer.body).toMatchObject({ type, status, requestId, ...also });
  expect(answer.text).not.toMatch(internals);
}

/** A test for each row. */
export function refuses(name: string, rows: readonly Refused[]): void {
  it.each(rows)(`${name} %s`, async (_, send, status, code, also) => {
    expectProblem(await send(), status, code, also);
  });
}

/** Without the members that name the request itself. */
export function anonymised({ status, body }: Answer): object {
  return { status, body: { ...body, requestId: undefined, instance: undefined } };
}
