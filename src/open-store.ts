// npm run open-store: see open-store-arguments.ts
import { given } from './command-line.js';
import { openingStore } from './open-store-arguments.js';
import { quiet, start } from './start.js';

const wanted = given(openingStore);
if (wanted) {
  await start(
    async (config) => (await import('./open-new-store.js')).openNewStore(config, wanted),
    quiet,
  );
}
