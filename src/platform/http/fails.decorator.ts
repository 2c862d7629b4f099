import type { FailureDefinition } from '../../kernel/failure.js';

const FAILS = 'larder:fails';

/**
 * Documents the refusals of a route, or of every route of a class. Refusals that follow from the
 * route's inputs, such as an invalid body, are documented without it.
 */
export function Fails(...definitions: FailureDefinition[]): ClassDecorator & MethodDecorator {
  return (target: object, _key?: unknown, descriptor?: PropertyDescriptor) => {
    const holder = (descriptor?.value ?? target) as object;
    Reflect.defineMetadata(FAILS, [...declaredFailures(holder), ...definitions], holder);
  };
}

/** The failures that the decorators of a route's method, or of its class, declare. */
export function declaredFailures(holder: object): readonly FailureDefinition[] {
  return (Reflect.getMetadata(FAILS, holder) ?? []) as FailureDefinition[];
}
