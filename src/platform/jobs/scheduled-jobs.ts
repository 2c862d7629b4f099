import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Jobs } from './jobs.js';
import { SCHEDULE, type Schedule } from './scheduled.decorator.js';

/** Makes a job of every method with `@Scheduled`. */
@Injectable()
export class ScheduledJobs implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    for (const provider of this.discovery.getProviders()) {
      if (provider.instance && provider.isDependencyTreeStatic()) this.#define(provider.instance);
    }
  }

  #define(provider: object): void {
    const prototype = Object.getPrototypeOf(provider) as Record<string, () => Promise<void>>;
    for (const name of this.scanner.getAllMethodNames(prototype)) {
      const method = prototype[name]!;
      const schedule = Reflect.getMetadata(SCHEDULE, method) as Schedule | undefined;
      if (schedule) this.jobs.define({ ...schedule, handle: () => method.call(provider) });
    }
  }
}
