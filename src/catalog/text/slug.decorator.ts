import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';

/** Lower case letters and digits of any script, with single hyphens between. */
const anyScript = /^[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+)*$/u;
/** Refuses slugs that look like an id: reads would take them for one. */
const noId = /^(?![\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$)/;
const longest = 120;

interface SlugRules {
  readonly pattern: RegExp;
  readonly longest: number;
}

/** A slug: 1 to 120 characters, unless the rules say otherwise. */
export const IsSlug = (rules: Partial<SlugRules> = {}): PropertyDecorator => {
  const { pattern, longest: maxLength } = { pattern: anyScript, longest, ...rules };
  return applyDecorators(
    IsString(),
    Length(1, maxLength),
    Matches(pattern, {
      message: '$property must be lower-case letters and digits with single hyphens between',
    }),
    Matches(noId, { message: '$property must not look like an id' }),
    ApiProperty({ minLength: 1, maxLength, pattern: pattern.source }),
  );
};

/** The rule of `IsSlug`, outside of requests. */
export const isSlug = (text: string): boolean =>
  [...text].length <= longest && anyScript.test(text) && noId.test(text);
