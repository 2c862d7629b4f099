import 'reflect-metadata';
import type { TestProject } from 'vitest/node';
import { keepDirectory, migrate } from './migrated.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data directory to copy, with a migrated database in it. */
    migratedDataDir: string;
  }
}

export async function setup(project: TestProject): Promise<void> {
  const directory = await keepDirectory('embedded', (made) => migrate({ DATA_DIR: made }));
  project.provide('migratedDataDir', directory);
}
