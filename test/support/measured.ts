import { appendFileSync } from 'node:fs';

/** Reports a test's counts, where somebody collects them, as `npm run test:long` does. */
export function measured(text: string): void {
  const file = process.env.LARDER_TEST_MEASURED;
  if (file) appendFileSync(file, `${text}\n`);
}
