import { type ArgumentMetadata, type ValidationError, ValidationPipe } from '@nestjs/common';
import type { ValidatorOptions } from 'class-validator';
import type { ExpectedFailure } from '../../kernel/failure.js';
import { MalformedJson, UnknownField, ValidationFailed } from '../platform.errors.js';
import { leaveOut } from './left-out.js';

export interface FieldProblem {
  /** JSON Pointer (RFC 6901) to the field. */
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** Checks bodies and queries against their classes; refuses fields that the class lacks. */
export function validationPipe(): ValidationPipe {
  return new StrictPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => {
      return refusalOf(errors.flatMap((error) => problemsOf(error, '')));
    },
  });
}

/** Refuses what classes cannot check: non-objects, deep nesting, text that cannot be stored. */
class StrictPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, data = '' } = metadata;
    if (type === 'body' && value === undefined) return this.#withoutBody(metadata);
    if (type === 'body') requireObject(value);
    if (type !== 'custom') {
      const problem = strangeness(value, data && `/${data}`, deepest);
      if (problem) throw refusalOf([problem]);
    }
    return super.transform(value, metadata);
  }

  /** Where every field may be left out, the body may be. */
  async #withoutBody(metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return await super.transform({}, metadata);
    } catch {
      throw MalformedJson.because('The request has no body.');
    }
  }

  protected override validate(
    request: object,
    options?: ValidatorOptions,
  ): Promise<ValidationError[]> | ValidationError[] {
    leaveOut(request);
    return super.validate(request, options);
  }
}

function requireObject(body: unknown): void {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return;
  throw refusalOf([{ pointer: '', code: 'object', detail: 'The body must be one JSON object' }]);
}

/** The validator calls itself for every level; deeper bodies would overflow the stack. */
const deepest = 16;
/** NUL and unpaired surrogates: PostgreSQL cannot store them in text. */
const notText = /[\0\p{Cs}]/u;

function strangeness(value: unknown, pointer: string, levels: number): FieldProblem | undefined {
  if (typeof value === 'string') {
    if (!notText.test(value)) return undefined;
    return { pointer, code: 'text', detail: `${pointer} holds NUL or half a character` };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (levels === 0) return { pointer: '', code: 'depth', detail: 'The body is nested too deeply' };
  for (const [key, member] of Object.entries(value)) {
    const at = `${pointer}/${escaped(key)}`;
    // The validator skips names that every object has.
    if (Object.hasOwn(Object.prototype, key)) return unknown(key, pointer);
    const found = strangeness(member, at, levels - 1);
    if (found) return found;
  }
  return undefined;
}

export function refusalOf(problems: readonly FieldProblem[]): ExpectedFailure {
  const isUnknown = problems.some((problem) => problem.code === 'unknown-field');
  const shown = problems.slice(0, 20);
  return (isUnknown ? UnknownField : ValidationFailed).because(
    shown.map((problem) => problem.detail).join('; '),
    { errors: shown },
  );
}

function problemsOf(error: ValidationError, path: string): FieldProblem[] {
  const pointer = `${path}/${escaped(error.property)}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, detail]) => ({
    pointer,
    code: rule === 'whitelistValidation' ? 'unknown-field' : kebab(rule),
    detail,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => problemsOf(child, pointer))];
}

/** A field that the class lacks. */
export function unknown(key: string, path = ''): FieldProblem {
  const detail = `property ${key} should not exist`;
  return { pointer: `${path}/${escaped(key)}`, code: 'unknown-field', detail };
}

const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
