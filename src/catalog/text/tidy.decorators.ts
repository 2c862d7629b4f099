import { Transform, type TransformFnParams } from 'class-transformer';
import { tidy, tidyHeading } from './tidy-text.js';

/** As an import tidies texts: importing an exported file changes nothing. */
export const Tidy = (): PropertyDecorator =>
  Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' ? tidy(value) : value,
  );

/** As an import tidies names of categories: importing an exported file makes none. */
export const TidyHeading = (): PropertyDecorator =>
  Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' ? tidyHeading(tidy(value)) : value,
  );
