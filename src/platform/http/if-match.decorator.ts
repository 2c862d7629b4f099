import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { EtagNotOurs, PreconditionRequired, VersionMismatch } from '../platform.errors.js';
import { Fails } from './fails.decorator.js';

/** The versions that an edit may replace: statements compare `version = ANY (…)` with them. */
export type ExpectedVersions = readonly number[];

/** The strong ETag of a version (RFC 9110 section 8.8.3). */
export const etagOf = (version: number): string => `"${version}"`;

/**
 * The versions that If-Match names: the caller has read one.
 * @throws precondition-required, etag-not-ours
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const versions = expectedIn(ifMatchOf(context));
  if (versions) return versions;
  throw PreconditionRequired.because('Say in If-Match which ETag you have read.');
});

/**
 * As `IfMatch`, but null without the header: there may be nothing to replace yet.
 * @throws etag-not-ours
 */
export const OptionalIfMatch = createParamDecorator((_: unknown, context: ExecutionContext) =>
  expectedIn(ifMatchOf(context)),
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
    Fails(PreconditionRequired, VersionMismatch, EtagNotOurs),
  ) as MethodDecorator;

function ifMatchOf(context: ExecutionContext): string | undefined {
  return context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
}

/** Reading again would not help where no tag is ours: that is not said to be a mismatch. */
function expectedIn(condition: string | undefined): ExpectedVersions | null {
  const versions = versionsOf(condition);
  if (versions?.length === 0) throw EtagNotOurs.because(whyNotOurs(condition!));
  return versions;
}

/** How a proxy or a client has changed the tag, where that shows. */
export function whyNotOurs(condition: string): string {
  const [, weak, version = '3', suffix] =
    /^\s*(W\/)?"?([1-9]\d{0,8})(.*?)"?\s*$/.exec(condition) ?? [];
  const wayOut = `Send If-Match: "${version}", from the member \`version\` of the body.`;
  if (weak !== undefined) {
    return `The tag is weak: a proxy that compresses, such as nginx, has put W/ before it. ${wayOut}`;
  }
  if (suffix) {
    return `The tag has a suffix: a proxy that compresses, such as Apache, has added it. ${wayOut}`;
  }
  if (suffix === '') return `The tag is not in quotes. ${wayOut}`;
  return `ETags of what can be edited are a version in quotes. ${wayOut}`;
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
