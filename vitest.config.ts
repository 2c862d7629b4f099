import { appendFileSync } from 'node:fs';
import swc from 'unplugin-swc';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { missingServers, missingTools } from './test/support/find-servers.js';

const servers = missingServers();
const tools = missingTools();
for (const reason of [...servers, ...tools]) {
  process.stdout.write(`skipped: ${reason}\n`);
  // Where test/run.mjs collects what its summary says at the end.
  if (process.env.LARDER_TEST_SKIPS) appendFileSync(process.env.LARDER_TEST_SKIPS, `${reason}\n`);
}

const everything = process.env.LARDER_TEST_ALL === 'true' || servers.length > 0;
const wholeApplication = '{src,test}/**/*.{int,e2e}.spec.ts';

export default defineConfig({
  test: {
    passWithNoTests: servers.length + tools.length > 0,
    // Transformed source files are kept from run to run.
    experimental: { fsModuleCache: true },
    // A line for each file: what passes has nothing to say.
    silent: 'passed-only',
    slowTestThreshold: Infinity,
    projects: [
      project({ name: 'unit', include: ['{src,test}/**/*.unit.spec.ts'] }),
      project({
        name: 'embedded',
        // Beside the servers only what can differ here; without them, or when told so, the rest.
        include: everything ? [wholeApplication] : ['**/*.{both,embedded}.{int,e2e}.spec.ts'],
        exclude: [
          '**/*.services.{int,e2e}.spec.ts',
          ...(tools.length > 0 ? ['test/readme.embedded.e2e.spec.ts'] : []),
        ],
        env: { LARDER_TEST_MODE: 'embedded' },
        globalSetup: ['test/support/embedded.setup.ts'],
      }),
      project({
        name: 'services',
        include: servers.length === 0 ? [wholeApplication] : [],
        exclude: ['**/*.embedded.{int,e2e}.spec.ts'],
        env: { LARDER_TEST_MODE: 'services' },
        globalSetup: ['test/support/services.setup.ts'],
      }),
    ],
  },
});

/** Not by `extends: true`, which loads this file once more for each project. */
function project(test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration {
  return {
    oxc: false,
    plugins: [
      swc.vite({
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
          },
          keepClassNames: true,
        },
      }),
    ],
    test: {
      pool: 'forks',
      // Three on two cores, since many wait; an embedded database takes up to 800 MB.
      maxWorkers: 3,
      // Modules are loaded once for each worker: loading takes longer than most files' tests.
      isolate: false,
      setupFiles: ['reflect-metadata', 'test/support/clear-up.setup.ts'],
      testTimeout: 120_000,
      hookTimeout: 180_000,
      ...test,
    },
  };
}
