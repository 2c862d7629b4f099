import { Controller, Get } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { expect, it } from 'vitest';
import type { CachedRoutes } from '../cache/index.js';
import { Public, Roles } from './access.decorators.js';
import { PublicAnswersCheck } from './public-answers.check.js';

@Public()
@Controller()
class Shop {
  @Get()
  open() {}

  @Get()
  @Roles('picker')
  forPickers() {}
}
@Controller()
class Undeclared {
  @Get()
  silent() {}
}

function check(controller: new () => object, method: string) {
  const handler = controller.prototype[method] as Function;
  const route = { controller, handler, name: `${controller.name}.${method}` };
  const routes = { all: () => [route] } as unknown as CachedRoutes;
  return () => new PublicAnswersCheck(routes, new Reflector()).onModuleInit();
}

it('lets public routes be cached', () => {
  expect(check(Shop, 'open')).not.toThrow();
});

it.each([
  [Shop, 'forPickers'],
  [Undeclared, 'silent'],
])('does not start with a cached answer that a guard would have kept: %o', (controller, method) => {
  expect(check(controller, method)).toThrow(`${controller.name}.${method} is cached`);
});
