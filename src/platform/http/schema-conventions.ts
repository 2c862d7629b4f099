// What holds for all schemas of the OpenAPI document, and so is said by no field.

/** What is read and written of a schema. */
export interface Schema {
  type?: string;
  format?: string;
  nullable?: boolean;
  default?: unknown;
  example?: unknown;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
}

/**
 * A number is whole unless its format is `double`: it is a count, a version, an amount in minor
 * units. What may be null is shown as null where no other example is given; of an object its fields
 * are shown. What has a default may be left out.
 */
export function applyConventions(schema: Schema): void {
  const { type, format, nullable, properties = {}, items } = schema;
  if (type === 'number' && format !== 'double') schema.type = 'integer';
  if (nullable && type !== 'object') schema.example ??= null;
  [...Object.values(properties), ...(items ? [items] : [])].forEach(applyConventions);
  const required = schema.required?.filter((name) => properties[name]?.default === undefined);
  if (required?.length === 0) delete schema.required;
  else if (required) schema.required = required;
}
