// One rule for all requests: what an optional field does not say is as if the field were left out.
import { getMetadataStorage, ValidateIf, ValidationTypes } from 'class-validator';
import { isBlank } from '../../kernel/blank.js';

const isSaid = (_: object, value: unknown) => value !== undefined && value !== null;
const isShown = (_: object, value: unknown) =>
  isSaid(_, value) && !(typeof value === 'string' && isBlank(value));

/** Null clears what is stored, and is not as left out: for fields of edits. */
export const NullClears = (): PropertyDecorator => ValidateIf(isSaid);

/** Blank text means what null means: forms send it for what nobody has filled in. */
export const MayBeBlank = (): PropertyDecorator => ValidateIf(isShown);

interface OptionalField {
  readonly nullClears: boolean;
  readonly mayBeBlank: boolean;
}

type RequestClass = new () => Record<string, unknown>;

const known = new WeakMap<RequestClass, ReadonlyMap<string, OptionalField>>();

/** The fields of a request class that may be left out. */
export function optionalFields(of: RequestClass): ReadonlyMap<string, OptionalField> {
  let fields = known.get(of);
  if (!fields) known.set(of, (fields = read(of)));
  return fields;
}

function read(of: RequestClass): ReadonlyMap<string, OptionalField> {
  const conditions = getMetadataStorage()
    .getTargetValidationMetadatas(of, '', false, false)
    .filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION);
  const has = (name: string, condition: unknown) =>
    conditions.some(
      ({ propertyName, constraints }) => propertyName === name && constraints[0] === condition,
    );
  return new Map(
    conditions.map(({ propertyName: name }) => [
      name,
      { nullClears: has(name, isSaid), mayBeBlank: has(name, isShown) },
    ]),
  );
}

/** Gives optional fields that say nothing the value that they have when left out, at any depth. */
export function leaveOut(request: object): void {
  const fields = request as Record<string, unknown>;
  const type = (Object.getPrototypeOf(request) as { constructor: RequestClass }).constructor;
  const optional = optionalFields(type);
  for (const [name, value] of Object.entries(fields)) {
    const field = optional.get(name);
    if (field && saysNothing(value, field)) {
      const usual = field.nullClears ? null : new type()[name];
      if (usual === undefined) delete fields[name];
      else fields[name] = usual;
    } else if (typeof value === 'object' && value !== null) {
      for (const each of Array.isArray(value) ? value : [value]) {
        if (typeof each === 'object' && each !== null) leaveOut(each as object);
      }
    }
  }
}

function saysNothing(value: unknown, { mayBeBlank }: OptionalField): boolean {
  return value === null || (mayBeBlank && typeof value === 'string' && isBlank(value));
}
