// Rules for all schemas of the OpenAPI document, so that no field has to repeat them.

/** The parts of a schema that are read and written here: as Swagger makes it, and as 3.1 says it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  nullable?: boolean;
  default?: unknown;
  example?: unknown;
  examples?: unknown[];
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
}

/**
 * Numbers are integers unless their format is `double`: counts, versions, amounts in minor units.
 * Nullable fields get null as their example unless they have one; objects show their fields. Fields
 * with a default may be left out.
 */
export function applyConventions(schema: Schema): void {
  const { format, properties = {}, items } = schema;
  const [type, ...others] = [schema.type].flat();
  // Swagger says so itself where it knows the type.
  if (others.includes('null')) Object.assign(schema, { type, nullable: true });
  if (type === 'number' && format !== 'double') schema.type = 'integer';
  const required = schema.required?.filter((name) => properties[name]?.default === undefined);
  delete schema.required;
  if (required && required.length > 0) schema.required = required;
  for (const field of Object.values(properties)) {
    sayDefault(field);
    applyConventions(field);
  }
  if (items) applyConventions(items);
  sayNull(schema);
  sayExample(schema);
}

/** Code generators make a field with a `default` one that must be sent: words say it instead. */
function sayDefault(field: Schema): void {
  if (field.default === undefined) return;
  const words = `Left out: \`${JSON.stringify(field.default)}\`.`;
  field.description = field.description ? `${field.description} ${words}` : words;
  delete field.default;
}

/** What may be null, as JSON Schema says it. */
function sayNull(schema: Schema): void {
  const { nullable, type, allOf } = schema;
  delete schema.nullable;
  const reference = allOf?.length === 1 ? allOf[0]! : undefined;
  if (reference) {
    delete schema.allOf;
    delete schema.type;
    Object.assign(schema, nullable ? { anyOf: [reference, { type: 'null' }] } : reference);
  } else if (nullable) {
    schema.type = [type as string, 'null'];
    if (schema.enum) schema.enum = [...new Set([...schema.enum, null])];
    if (type !== 'object' && schema.example === undefined) schema.example = null;
  }
}

function sayExample(schema: Schema): void {
  if (schema.example !== undefined) schema.examples = [schema.example];
  delete schema.example;
}
