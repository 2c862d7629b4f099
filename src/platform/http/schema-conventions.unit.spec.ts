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
        limit: { type: ['number', 'null'] },
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
      limit: { type: ['integer', 'null'], examples: [null] },
      lat: { type: 'number', format: 'double' },
      counts: { type: 'array', items: { type: 'integer' } },
      place: { type: 'object', properties: { floor: { type: 'integer' } } },
      note: { type: 'string' },
    },
  });
});

it('says by its type that a field may be null, and shows it unless it has an example', () => {
  const nullable = true;
  const unit = { type: 'string', enum: ['g', 'ml'], nullable };
  const size = { type: 'string', nullable, example: '1 l' };
  const slot = { type: 'object', nullable, properties: { from: { type: 'string' } } };
  expect(after({ properties: { note: { type: 'string', nullable }, unit, size, slot } })).toEqual({
    properties: {
      note: { type: ['string', 'null'], examples: [null] },
      unit: { type: ['string', 'null'], enum: ['g', 'ml', null], examples: [null] },
      size: { type: ['string', 'null'], examples: ['1 l'] },
      slot: { type: ['object', 'null'], properties: { from: { type: 'string' } } },
    },
  });
});

it('points to another schema without a schema around it, unless it may be null', () => {
  const allOf = [{ $ref: '#/components/schemas/Money' }];
  const description = 'What it costs.';
  const fee = { type: 'object', description, allOf, nullable: true, example: null };
  expect(after({ properties: { price: { description, allOf }, fee } })).toEqual({
    properties: {
      price: { description, $ref: '#/components/schemas/Money' },
      fee: { description, anyOf: [...allOf, { type: 'null' }], examples: [null] },
    },
  });
});

it.each([[0], [false], [null], ['refund'], [[]]])(
  'lets what is %j by default be left out, and says so in words',
  (by) => {
    const words = `Left out: \`${JSON.stringify(by)}\`.`;
    const fields = () => ({
      id: { type: 'string' },
      other: { type: 'string', default: by },
      note: { type: 'string', description: 'For the driver.', default: by },
    });
    const properties = {
      id: { type: 'string' },
      other: { type: 'string', description: words },
      note: { type: 'string', description: `For the driver. ${words}` },
    };
    expect(after({ properties: fields(), required: ['id', 'other'] })).toEqual({
      properties,
      required: ['id'],
    });
    expect(after({ properties: fields(), required: ['other'] })).toEqual({ properties });
  },
);
