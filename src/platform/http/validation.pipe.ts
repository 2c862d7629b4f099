import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { UnknownField, ValidationFailed } from '../platform.errors.js';

export interface FieldProblem {
  /** JSON Pointer (RFC 6901) to the field. */
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** Checks bodies and queries against their classes; a field that no class knows is refused. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => {
      const problems = errors.flatMap((error) => problemsOf(error, ''));
      const unknown = problems.filter((problem) => problem.code === 'unknown-field');
      const definition = unknown.length > 0 ? UnknownField : ValidationFailed;
      const shown = problems.slice(0, 20);
      return definition.because(shown.map((problem) => problem.detail).join('; '), {
        errors: shown,
      });
    },
  });
}

function problemsOf(error: ValidationError, path: string): FieldProblem[] {
  const pointer = `${path}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, detail]) => ({
    pointer,
    code: rule === 'whitelistValidation' ? 'unknown-field' : kebab(rule),
    detail,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => problemsOf(child, pointer))];
}

const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
