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
    // Swagger keeps one response per status: what is said in several places is said again as one.
    const before = (Reflect.getOwnMetadata(FAILS, holder) ?? []) as FailureDefinition[];
    const all = [...new Set([...before, ...definitions])];
    Reflect.defineMetadata(FAILS, all, holder);
    const decorate = applyDecorators(ApiExtraModels(Problem), ...responsesOf(all));
    decorate(target as never, key as never, descriptor as never);
  };
}

function responsesOf(definitions: readonly FailureDefinition[]) {
  const byStatus = new Map<number, FailureDefinition[]>();
  for (const definition of definitions) {
    const status = statusOfError(definition.kind);
    byStatus.set(status, [...(byStatus.get(status) ?? []), definition]);
  }
  return [...byStatus].map(([status, group]) =>
    ApiResponse({
      status,
      description: group.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' '),
      content: {
        'application/problem+json': {
          schema: { $ref: getSchemaPath(Problem) },
          examples: Object.fromEntries(group.map((one) => [one.code, exampleOf(one, status)])),
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
