import { appendFileSync } from 'node:fs';

/** Says what a test has counted, where somebody collects it, as `npm run test:long` does. */
export function measured(text: string): void {
  const file = process.env.LARDER_TEST_MEASURED;
  if (file) appendFileSync(file, `${text}\n`);
}
