import type { Type } from '@nestjs/common';

const classes: Type[] = [];

/**
 * Documents what a module's refusals say besides, in the schema of `Problem`. Each member's comment
 * begins with the codes that have it; a name has one meaning in all classes. A controller of the
 * module names the class with `@ApiExtraModels`.
 */
export const ProblemMembers = (): ClassDecorator => (target) => {
  classes.push(target as unknown as Type);
};

export const problemMembers = (): readonly Type[] => classes;
