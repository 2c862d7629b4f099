import { Transform, type TransformFnParams } from 'class-transformer';
import { tidy, tidyHeading, tidyLines } from './tidy-text.js';

/** Tidies a text as imports do: importing an exported file changes nothing. */
export const Tidy = (): PropertyDecorator =>
  Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' ? tidy(value) : value,
  );

/** Tidies a text of many lines as imports do. */
export const TidyLines = (): PropertyDecorator =>
  Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' ? tidyLines(value.replaceAll(/\r\n?/g, '\n')) : value,
  );

/** Tidies a category’s name as imports do: importing an exported file makes no new ones. */
export const TidyHeading = (): PropertyDecorator =>
  Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' ? tidyHeading(tidy(value)) : value,
  );
