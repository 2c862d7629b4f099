import { expect, it } from 'vitest';
import { applyConventions, type Schema } from './schema-conventions.js';

const after = (schema: Schema): Schema => {
  applyConventions(schema);
  return schema;
};

it('calls a number whole unless its format is double', () => {
  expect(
    after({
      type: 'object',
      properties: {
        count: { type: 'number' },
        lat: { type: 'number', format: 'double' },
        counts: { type: 'array', items: { type: 'number' } },
        place: { type: 'object', properties: { floor: { type: 'number' } } },
        note: { type: 'string' },
      },
    }),
  ).toEqual({
    type: 'object',
    properties: {
      count: { type: 'integer' },
      lat: { type: 'number', format: 'double' },
      counts: { type: 'array', items: { type: 'integer' } },
      place: { type: 'object', properties: { floor: { type: 'integer' } } },
      note: { type: 'string' },
    },
  });
});

it('shows a nullable field as null, unless it has an example or fields to show', () => {
  const nullable = true;
  const size = { type: 'string', nullable, example: '1 l' };
  const slot = { type: 'object', nullable, properties: { from: { type: 'string' } } };
  expect(
    after({
      properties: { note: { type: 'string', nullable }, size, slot, id: { type: 'string' } },
    }),
  ).toEqual({
    properties: {
      note: { type: 'string', nullable, example: null },
      size,
      slot,
      id: { type: 'string' },
    },
  });
});

it.each([[0], [false], [null], ['refund'], [[]]])(
  'lets what is %j by default be left out',
  (by) => {
    const properties = { id: { type: 'string' }, other: { type: 'string', default: by } };
    expect(after({ properties, required: ['id', 'other'] })).toEqual({
      properties,
      required: ['id'],
    });
    expect(after({ properties, required: ['other'] })).toEqual({ properties });
  },
);
