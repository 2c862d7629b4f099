import { Transform, type TransformFnParams } from 'class-transformer';

/** A query's list of words: `a,b` and `a&…=b` are the same list, in any order and case. */
export function WordList(): PropertyDecorator {
  return Transform(words);
}

function words({ value }: TransformFnParams): unknown {
  const given: unknown[] = Array.isArray(value) ? value : [value];
  if (!given.every((each) => typeof each === 'string')) return value;
  const all = given.flatMap((each) => each.split(','));
  return [...new Set(all.map((each) => each.trim().toLowerCase()))].toSorted();
}
