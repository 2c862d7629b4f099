import { Injectable } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import type { JobDefinition } from './job-worker.js';
import { Jobs } from './jobs.js';
import { Scheduled } from './scheduled.decorator.js';
import { ScheduledJobs } from './scheduled-jobs.js';

@Injectable()
class Larder {
  readonly tidied: string[] = [];

  @Scheduled('larder.tidy', '7 * * * *')
  async tidy(): Promise<void> {
    this.tidied.push('shelves');
  }

  async untold(): Promise<void> {
    this.tidied.push('never');
  }
}

it('makes a job of each scheduled method, and of no other', async () => {
  const defined: JobDefinition[] = [];
  const jobs = { define: (definition: JobDefinition) => defined.push(definition) };
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    providers: [ScheduledJobs, Larder, { provide: Jobs, useValue: jobs }],
  }).compile();
  await module.init();
  expect(defined.map(({ name, cron }) => [name, cron])).toEqual([['larder.tidy', '7 * * * *']]);
  await defined[0]!.handle({});
  expect(module.get(Larder).tidied).toEqual(['shelves']);
});
