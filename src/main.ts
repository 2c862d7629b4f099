// npm start: see main-arguments.ts
import { given } from './command-line.js';
import { serving } from './main-arguments.js';
import { start } from './start.js';

if (given(serving)) {
  await start(async (config) => (await import('./serve.js')).serve(config));
}
