import { describe, expect, it } from 'vitest';
import { declaredIn } from './declared-fields.js';
import { contradictions, fractions, type OpenApi, type Operation } from './openapi.js';

const declared = declaredIn([
  `export class OrderResponse {
    id: string;
    size: string | null;
    total?: number;
  }
  export class OrderRequest {
    @IsInt() quantity: number;
    @Latitude() lat: number;
    limit: number = 6;
  }
  export class EditRequest extends PartialType(OmitType(OrderRequest, ['limit'])) {}
  export class LatRequest extends PickType(OrderRequest, ['lat'] as const) {
    note: string;
  }`,
  `export class OrdersController {
    list(@Query() { limit }: ListQuery) {}
    one(@Param('id', IdParam) id: string) {}
  }
  class ListQuery {
    @WholeNumber() limit: number = 24;
  }`,
]);

const string = { type: 'string' };
const integer = { type: 'integer' };
const number = { type: 'number' };

function documented(changes: Partial<OpenApi['schemas']> = {}, limit: object = {}): OpenApi {
  const parameters = [{ name: 'limit', in: 'query', required: false, schema: integer, ...limit }];
  const list = { operationId: 'list', name: 'GET /orders', parameters };
  const one = { operationId: 'one', name: 'GET /orders/{id}', parameters: [] };
  return {
    operations: [list, one] as unknown as Operation[],
    schemas: {
      OrderResponse: {
        properties: { id: string, size: string, total: integer },
        required: ['id', 'size'],
      },
      OrderRequest: {
        properties: { quantity: integer, lat: number, limit: integer },
        required: ['quantity', 'lat'],
      },
      EditRequest: { properties: { quantity: integer, lat: number } },
      LatRequest: { properties: { lat: number, note: string }, required: ['lat', 'note'] },
      ...changes,
    } as OpenApi['schemas'],
  };
}

describe('the comparison of the document with the classes', () => {
  it('accepts a document that agrees', () => {
    expect(contradictions(documented(), declared)).toEqual([]);
    expect(fractions(documented())).toEqual(['lat']);
  });

  const all = { id: string, size: string, total: integer };
  const asked = { quantity: integer, lat: number, limit: integer };
  it.each<[string, Partial<OpenApi['schemas']>, string]>([
    [
      'an optional field that is always sent',
      { OrderResponse: { properties: all, required: ['id'] } },
      'OrderResponse.size is optional',
    ],
    [
      'a required field that may be left out',
      { OrderResponse: { properties: all, required: ['id', 'size', 'total'] } },
      'OrderResponse.total is required',
    ],
    [
      'a required field that has a default',
      { OrderRequest: { properties: asked, required: ['quantity', 'lat', 'limit'] } },
      'OrderRequest.limit is required',
    ],
    [
      'a required field of an edit',
      { EditRequest: { properties: { quantity: integer, lat: number }, required: ['lat'] } },
      'EditRequest.lat is required',
    ],
    [
      'an optional field that was picked',
      { LatRequest: { properties: { lat: number, note: string }, required: ['note'] } },
      'LatRequest.lat is optional',
    ],
    [
      'a whole number that may have a fraction',
      {
        OrderRequest: { properties: { ...asked, quantity: number }, required: ['quantity', 'lat'] },
      },
      'OrderRequest.quantity is a number',
    ],
    [
      'a fraction that is whole',
      { OrderRequest: { properties: { ...asked, lat: integer }, required: ['quantity', 'lat'] } },
      'OrderRequest.lat is a integer',
    ],
    [
      'a field that is missing',
      { OrderResponse: { properties: { id: string, size: string }, required: ['id', 'size'] } },
      'OrderResponse.total is missing',
    ],
    [
      'a field that no class has',
      { OrderResponse: { properties: { ...all, secret: string }, required: ['id', 'size'] } },
      'OrderResponse.secret is not declared',
    ],
    ['a schema that no class has', { Stray: { properties: {} } }, 'Stray has no class'],
  ])('finds %s', (_, changes, found) => {
    expect(contradictions(documented(changes), declared)).toContain(found);
  });

  it('finds the same in a query', () => {
    const query = (change: object) => contradictions(documented({}, change), declared);
    expect(query({ required: true })).toEqual(['GET /orders.limit is required']);
    expect(query({ schema: number })).toEqual(['GET /orders.limit is a number']);
    expect(query({ name: 'max' })).toEqual([
      'GET /orders.limit is missing',
      'GET /orders.max is not declared',
    ]);
  });

  it('reads no class twice', () => {
    expect(() => declaredIn(['class One {}', 'class One {}'])).toThrow('One');
  });
});
