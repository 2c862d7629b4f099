import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs, UnitOfWork } from '../../platform/index.js';
import { Imports } from './imports.queries.js';
import { enqueueRun } from './run-import.job.js';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Has imports taken up whose process died, and forgets those that nobody will ask about. */
@Injectable()
export class WatchImportsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly imports: Imports,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'catalog.watch-imports',
      cron: '* * * * *',
      handle: () => this.run(),
    });
  }

  async run(): Promise<void> {
    const now = this.clock.now().getTime();
    for (const importId of await this.imports.stalled(new Date(now - minute))) {
      await this.unitOfWork.run((tx) => enqueueRun(tx, importId));
    }
    await this.imports.forgetOld(new Date(now - day), new Date(now - 30 * day));
  }
}
