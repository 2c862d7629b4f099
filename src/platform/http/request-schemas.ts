// What requests may leave out, in the OpenAPI document: by the rules that requests are read by.
import type { Type } from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { validateSync } from 'class-validator';
import { optionalFields } from './left-out.js';
import { routeArguments } from './route-arguments.js';
import type { Schema } from './schema-conventions.js';

export type BodyClass = new () => Record<string, unknown>;

/** The class of a route's body; undefined where it reads none. */
export function bodyClassOf(controller: Type, method: string): BodyClass | undefined {
  const body = routeArguments(controller, method).find(({ from }) => from === RouteParamtypes.BODY);
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) as
    BodyClass[] | undefined;
  return body && types?.[body.index];
}

/** Whether the body itself may be left out: `{}` says all that is needed. */
export const mayBeMissing = (body: BodyClass): boolean => validateSync(new body()).length === 0;

/** Adds what null does to the descriptions of an edit's fields. */
export function sayWhatNullClears({ properties = {} }: Schema, body: BodyClass): void {
  for (const [name, { nullClears }] of optionalFields(body)) {
    const field = properties[name];
    if (field && nullClears)
      field.description = `${field.description ?? ''} Null clears it.`.trim();
  }
}

type Schemas = Readonly<Record<string, Schema>>;

/** Says that optional fields may be null, in a schema and in those that it refers to. */
export function sayWhatMayBeNull(schema: Schema, schemas: Schemas, seen = new Set<Schema>()): void {
  const target = targetOf(schema, schemas);
  if (seen.has(target)) return;
  seen.add(target);
  for (const [name, property] of Object.entries(target.properties ?? {})) {
    sayWhatMayBeNull(property.items ?? property, schemas, seen);
    const isOptional = !target.required?.includes(name) || property.default !== undefined;
    if (isOptional) target.properties![name] = nullable(property);
  }
}

function targetOf(schema: Schema, schemas: Schemas): Schema {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  return ref === undefined ? schema : schemas[ref.split('/').at(-1)!]!;
}

function nullable(schema: Schema): Schema {
  const saysSo = [schema, ...(schema.anyOf ?? [])].some(({ type }) =>
    [type].flat().includes('null'),
  );
  if (saysSo) return schema;
  return schema.$ref === undefined
    ? { ...schema, nullable: true }
    : { type: 'object', nullable: true, allOf: [schema] };
}
