import { Transform, type TransformFnParams } from 'class-transformer';
import { tidy, tidyHeading } from './tidy-text.js';

/** As an import tidies a text: a file that was exported brings nothing new. */
export const Tidy = (): PropertyDecorator =>
  Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' ? tidy(value) : value,
  );

/** As an import tidies the name of a category: a file that was exported makes no new ones. */
export const TidyHeading = (): PropertyDecorator =>
  Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' ? tidyHeading(tidy(value)) : value,
  );
