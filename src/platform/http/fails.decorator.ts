import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { FailureDefinition } from '../../kernel/failure.js';
import { Problem } from './problem.responses.js';
import { statusOfError } from './status-of-error.js';

const FAILS = 'larder:fails';

/** Documents the refusals a route may answer with, one OpenAPI example for each code. */
export function Fails(...definitions: FailureDefinition[]): ClassDecorator & MethodDecorator {
  return (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    const holder = (descriptor?.value ?? target) as object;
    const before = (Reflect.getOwnMetadata(FAILS, holder) ?? []) as FailureDefinition[];
    const all = [...new Set([...before, ...definitions])];
    Reflect.defineMetadata(FAILS, all, holder);
    const responses = responsesOf(definitions, all);
    const decorate = applyDecorators(ApiExtraModels(Problem), ...responses);
    decorate(target as never, key as never, descriptor as never);
  };
}

/**
 * Where a status is documented twice, Swagger joins the descriptions but keeps only the last
 * content: so each time all examples of the status are given.
 */
function responsesOf(added: readonly FailureDefinition[], all: readonly FailureDefinition[]) {
  const withStatus = (definitions: readonly FailureDefinition[], status: number) =>
    definitions.filter(({ kind }) => statusOfError(kind) === status);
  const statuses = new Set(added.map(({ kind }) => statusOfError(kind)));
  return [...statuses].map((status) =>
    ApiResponse({
      status,
      description: withStatus(added, status)
        .map(({ code, title }) => `\`${code}\`: ${title}.`)
        .join(' '),
      content: {
        'application/problem+json': {
          schema: { $ref: getSchemaPath(Problem) },
          examples: Object.fromEntries(
            withStatus(all, status).map((one) => [one.code, exampleOf(one, status)]),
          ),
        },
      },
    }),
  );
}

function exampleOf({ code, title, remedy }: FailureDefinition, status: number) {
  const requestId = '0190b6e2-0000-7000-8000-000000000001';
  const type = `urn:larder:problem:${code}`;
  return { summary: title, value: { type, title, status, code, detail: remedy, requestId } };
}
