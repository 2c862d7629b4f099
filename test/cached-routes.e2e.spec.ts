// The rules for every cached route of the real router, including future ones.
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { getMetadataStorage } from 'class-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CachedRoutes } from '../src/cache/index.js';
import { Larder } from './support/larder.js';
import type { CachedRoute } from '../src/cache/cached-routes.js';

let larder: Larder;
let routes: CachedRoute[];

beforeAll(async () => {
  larder = await Larder.open();
  routes = larder.app.get(CachedRoutes).all();
});
afterAll(() => larder?.close());

function queryFields({ policy }: CachedRoute): string[] {
  if (!policy.query) return [];
  const found = getMetadataStorage().getTargetValidationMetadatas(policy.query, '', true, false);
  return [...new Set(found.map(({ propertyName }) => propertyName))];
}

const pathParams = ({ controller, handler }: CachedRoute) =>
  [controller, handler].flatMap((part) =>
    [...String(Reflect.getMetadata(PATH_METADATA, part)).matchAll(/:(\w+)/g)].map(
      ([, name]) => name!,
    ),
  );

const keyOf = ({ policy }: CachedRoute, query: object, params: Record<string, string>) =>
  JSON.stringify(policy.key({ query, params }));

it('has every field of its query and every parameter of its path in its key', () => {
  const inputs = routes.map((route) => {
    const params = Object.fromEntries(pathParams(route).map((name) => [name, 'one']));
    const key = keyOf(route, {}, params);
    for (const field of queryFields(route)) {
      expect(keyOf(route, { [field]: 'another' }, params), `${route.name}: ${field}`).not.toBe(key);
    }
    for (const name of Object.keys(params)) {
      const other = keyOf(route, {}, { ...params, [name]: 'another' });
      expect(other, `${route.name}: :${name}`).not.toBe(key);
    }
    return [route.policy.name, [...queryFields(route), ...Object.keys(params)].toSorted()] as const;
  });
  const filters = [
    'brand',
    'category',
    'dietary',
    'inStock',
    'maxPrice',
    'minPrice',
    'onSale',
    'q',
  ];
  expect(Object.fromEntries(inputs)).toEqual({
    'catalog.stores': [],
    'catalog.store': ['id'],
    'catalog.categories': ['store'],
    'catalog.products': [...filters, 'count', 'cursor', 'limit', 'sort', 'store'].toSorted(),
    'catalog.product': ['id', 'store'],
    'catalog.substitutes': ['id', 'limit', 'store'],
  });
});
