// Requests from the OpenAPI document: valid, nearly valid, and garbage. The same seed chooses alike.
import type { Operation, Schema } from './openapi.js';

/** A number from 0 up to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface FuzzRequest {
  readonly operation: Operation;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

const strange: readonly unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1.5,
  1e21,
  true,
  [],
  {},
  'x'.repeat(3000),
  '2026-02-30T00:00:00Z',
  "'; --",
  '😀',
  '../..',
];

export class FuzzInput {
  /** Ids and slugs that answers have had: some of them name things that exist. */
  readonly known: string[] = [];

  constructor(
    private readonly random: () => number,
    private readonly schemas: Readonly<Record<string, Schema>>,
  ) {}

  request(operation: Operation): FuzzRequest {
    const { path, parameters, requestBody } = operation;
    const mode = this.pick(['valid', 'near', 'near', 'garbage'] as const);
    const headers: Record<string, string> = {};
    const query = new URLSearchParams();
    let url = path;
    for (const { name, in: place, required, schema = {} } of parameters) {
      if (!required && this.random() < 0.6) continue;
      const valid = String(this.#valid(schema, name));
      const value = mode === 'garbage' ? String(this.pick(strange)).slice(0, 200) : valid;
      if (place === 'path') url = url.replace(`{${name}}`, encodeURIComponent(value || '-'));
      else if (place === 'query') query.set(name, value);
      else headers[name.toLowerCase()] = this.#header(name);
    }
    if (mode === 'garbage' && this.random() < 0.2) query.set('noSuchField', '1');
    const type = Object.keys(requestBody?.content ?? {})[0];
    const body = type && this.#body(requestBody!.content[type]!.schema ?? {}, type, mode);
    if (type) headers['content-type'] = type;
    const all = query.size > 0 ? `${url}?${query}` : url;
    return { operation, url: all, headers, ...(body !== undefined && type && { body }) };
  }

  pick<T>(some: readonly T[]): T {
    return some[Math.floor(this.random() * some.length)]!;
  }

  /** Remembers the ids and slugs in an answer. */
  learn(answer: unknown): void {
    if (typeof answer !== 'object' || answer === null) return;
    for (const [key, value] of Object.entries(answer)) {
      if (typeof value === 'string' && /^(id|slug|.*Id|sku)$/.test(key)) {
        if (this.known.length < 400) this.known.push(value);
        else this.known[Math.floor(this.random() * 400)] = value;
      } else this.learn(value);
    }
  }

  #header(name: string): string {
    if (name === 'If-Match') return this.pick(['"1"', '"2"', '"3"', '*']);
    return this.pick(['a-key', `key-${this.random()}`, 'x'.repeat(300), '"1"']);
  }

  #body(schema: Schema, type: string, mode: 'valid' | 'near' | 'garbage'): string {
    if (type !== 'application/json') return this.pick(['', 'sku,name\n1,2', 'x'.repeat(500)]);
    if (mode === 'garbage') {
      return this.pick(['null', '[]', '"text"', '{', '{"noSuchField":1}', '{"id":{}}', '7']);
    }
    const body = this.#valid(schema, '') as Record<string, unknown>;
    if (mode === 'near') this.#spoil(body);
    return JSON.stringify(body);
  }

  /** Changes one field, at any depth. */
  #spoil(body: object): void {
    const at = body as Record<string, unknown>;
    const key = this.pick(Object.keys(at));
    if (key === undefined) return;
    const inner = at[key];
    if (typeof inner === 'object' && inner !== null && this.random() < 0.5) {
      return this.#spoil(inner);
    }
    if (this.random() < 0.15) delete at[key];
    else at[key] = this.pick(strange);
  }

  #valid(given: Schema, name: string, depth = 0): unknown {
    const schema = this.#target(given);
    const type = [schema.type].flat()[0];
    if (schema.enum) return this.pick(schema.enum);
    if (schema.properties) {
      const required = schema.required ?? [];
      const some = Object.entries(schema.properties).filter(
        ([field]) => required.includes(field) || this.random() < 0.5,
      );
      return Object.fromEntries(
        some.map(([field, inner]) => [field, this.#valid(inner, field, depth + 1)]),
      );
    }
    if (type === 'array') {
      if (schema.examples && this.random() < 0.5) return schema.examples[0];
      const count = 1 + Math.floor(this.random() * 2);
      return Array.from({ length: count }, () => this.#valid(schema.items ?? {}, name, depth + 1));
    }
    if (schema.format === 'uuid' || /^(id|store|category)$/.test(name)) return this.#id();
    if (schema.examples && this.random() < 0.8) return schema.examples[0] ?? undefined;
    switch (type) {
      case 'integer':
        return Math.floor(this.random() * 50);
      case 'number':
        return 25 + this.random() * 30;
      case 'boolean':
        return this.random() < 0.5;
      default:
        return schema.format === 'date-time' ? '2026-12-01T08:00:00Z' : `text ${this.random()}`;
    }
  }

  #id(): string {
    if (this.known.length > 0 && this.random() < 0.85) return this.pick(this.known);
    return '0190b6e2-0000-7000-8000-000000000001';
  }

  #target(schema: Schema): Schema {
    const ref = schema.$ref ?? schema.anyOf?.[0]?.$ref;
    return ref ? this.schemas[ref.split('/').at(-1)!]! : schema;
  }
}
