// The parts of an OpenAPI document that tests read; its own types leave almost everything optional.
import type { Declared, Fields } from './declared-fields.js';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  nullable?: boolean;
  enum?: unknown[];
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  description?: string;
  default?: unknown;
  examples?: unknown[];
}
export type Content = Record<string, { schema?: Schema; examples?: object }>;
export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
}
export interface Operation {
  name: string;
  method: string;
  path: string;
  operationId: string;
  tags?: string[];
  summary?: string;
  security?: object[];
  parameters: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { content?: Content; headers?: object }>;
  description?: string;
  'x-roles'?: string[];
}
export interface OpenApi {
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, Schema>>;
}

export function openApiOf(document: { paths: object; components?: object }): OpenApi {
  const { schemas } = document.components as Pick<OpenApi, 'schemas'>;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([verb, operation]) => {
      const method = verb.toUpperCase();
      return { ...operation, name: `${method} ${path}`, method, path };
    }),
  );
  return { operations, schemas };
}

/** Contradictions between the document and the classes about a field. */
export function contradictions({ operations, schemas }: OpenApi, declared: Declared): string[] {
  const bodies = Object.entries(schemas).flatMap(([name, { properties = {}, required = [] }]) => {
    const said = Object.entries(properties).map(([field, schema]): DriverReport => ({
      field,
      schema,
      required: required.includes(field),
    }));
    return contradictionsOf(name, said, declared.classes.get(name));
  });
  const queries = operations.flatMap(({ name, operationId, parameters }) => {
    const said = parameters
      .filter((parameter) => parameter.in === 'query')
      .map(({ name: field, schema = {}, required = false }): DriverReport => ({
        field,
        schema,
        required,
      }));
    const query = declared.queries.get(operationId);
    return query || said.length > 0
      ? contradictionsOf(name, said, declared.classes.get(query ?? ''))
      : [];
  });
  return [...bodies, ...queries];
}

interface DriverReport {
  readonly field: string;
  readonly schema: Schema;
  readonly required: boolean;
}

function contradictionsOf(name: string, said: readonly DriverReport[], fields?: Fields): string[] {
  if (!fields) return [`${name} has no class`];
  const missing = [...fields.keys()].filter((field) => !said.some((one) => one.field === field));
  return [
    ...missing.map((field) => `${name}.${field} is missing`),
    ...said.flatMap(({ field, schema, required }) => {
      const declared = fields.get(field);
      if (!declared) return [`${name}.${field} is not declared`];
      const type = [schema.type].flat().find((one) => one !== 'null');
      const { mayBeLeftOut, number = type } = declared;
      return [
        ...(required === mayBeLeftOut
          ? [`${name}.${field} is ${required ? 'required' : 'optional'}`]
          : []),
        ...(type === number ? [] : [`${name}.${field} is a ${type}`]),
      ];
    }),
  ];
}

/** The fields that may have a fraction. */
export function fractions({ operations, schemas }: OpenApi): string[] {
  const fields = Object.values(schemas).flatMap(({ properties = {} }) =>
    Object.entries(properties),
  );
  const parameters = operations
    .flatMap((operation) => operation.parameters)
    .map(({ name, schema = {} }): [string, Schema] => [name, schema]);
  const found = [...fields, ...parameters].filter(([, { type, items }]) =>
    [type, items?.type].flat().includes('number'),
  );
  return [...new Set(found.map(([name]) => name))].toSorted();
}
