import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CachedRoutes } from '../cache/index.js';
import { ACCESS, type Access } from './access.decorators.js';

/**
 * A cached answer is served before the guard is asked, so Larder refuses to start when `@Cached`
 * stands on a route that is not public.
 */
@Injectable()
export class PublicAnswersCheck implements OnModuleInit {
  constructor(
    private readonly routes: CachedRoutes,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    for (const { handler, controller, name } of this.routes.all()) {
      const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
        handler,
        controller,
      ]);
      if (access !== 'public') {
        throw new Error(`${name} is cached, so it must be @Public(): a hit asks no guard.`);
      }
    }
  }
}
