import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PreconditionRequired, VersionMismatch } from '../platform.errors.js';
import { Fails } from './fails.decorator.js';

/** The versions that an edit may replace: statements compare `version = ANY (…)` with them. */
export type ExpectedVersions = readonly number[];

/** The strong ETag of a version (RFC 9110 section 8.8.3). */
export const etagOf = (version: number): string => `"${version}"`;

/** The versions that If-Match names: the caller has read one. @throws precondition-required */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const versions = versionsOf(ifMatchOf(context));
  if (versions) return versions;
  throw PreconditionRequired.because('Say in If-Match which ETag you have read.');
});

/** As `IfMatch`, but null without the header: there may be nothing to replace yet. */
export const OptionalIfMatch = createParamDecorator((_: unknown, context: ExecutionContext) =>
  versionsOf(ifMatchOf(context)),
);

/** Documents an edit that needs If-Match: always, or once there is something to replace. */
export const NeedsIfMatch = (when: 'always' | 'to replace' = 'always'): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: when === 'always',
      description: 'The ETag you have read',
      example: '"3"',
    }),
    Fails(PreconditionRequired, VersionMismatch),
  ) as MethodDecorator;

function ifMatchOf(context: ExecutionContext): string | undefined {
  return context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
}

/**
 * Null without a condition, and for `*`, which would replace any version. Weak and foreign tags
 * match no version: the comparison is strong (RFC 9110 section 13.1.1).
 */
export function versionsOf(condition: string | undefined): ExpectedVersions | null {
  if (condition === undefined || condition.trim() === '' || condition.trim() === '*') return null;
  const strong = condition.matchAll(/(?:^|,)\s*"([1-9]\d{0,8})"\s*(?=,|$)/g);
  return [...strong].map(([, version]) => Number(version));
}
