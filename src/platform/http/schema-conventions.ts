// Rules for all schemas of the OpenAPI document, so that no field has to repeat them.

/** The parts of a schema that are read and written here. */
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
 * Numbers are integers unless their format is `double`: counts, versions, amounts in minor units.
 * Nullable fields get null as their example unless they have one; objects show their fields. Fields
 * with a default may be left out.
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
