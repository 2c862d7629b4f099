import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { FailureDefinition } from '../../kernel/failure.js';
import { Problem } from './problem.responses.js';
import { statusOfError } from './status-of-error.js';

/** Documents the refusals a route may answer with, one OpenAPI example for each code. */
export function Fails(...definitions: FailureDefinition[]): ClassDecorator & MethodDecorator {
  const byStatus = new Map<number, FailureDefinition[]>();
  for (const definition of definitions) {
    const status = statusOfError(definition.kind);
    byStatus.set(status, [...(byStatus.get(status) ?? []), definition]);
  }
  return applyDecorators(
    ApiExtraModels(Problem),
    ...[...byStatus].map(([status, group]) =>
      ApiResponse({
        status,
        description: group.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' '),
        content: {
          'application/problem+json': {
            schema: { $ref: getSchemaPath(Problem) },
            examples: Object.fromEntries(
              group.map(({ code, title, remedy }) => [
                code,
                {
                  summary: title,
                  value: {
                    type: `urn:larder:problem:${code}`,
                    title,
                    status,
                    code,
                    detail: remedy,
                    requestId: '0190b6e2-0000-7000-8000-000000000001',
                  },
                },
              ]),
            ),
          },
        },
      }),
    ),
  );
}
