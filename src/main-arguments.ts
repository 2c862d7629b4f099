import { commandLine } from './command-line.js';
import { environment } from './platform/config/env.js';

type Setting = { desc?: string; example?: string };

const settings = Object.entries(environment as Record<string, Setting>).map(
  ([name, { desc, example }]) => `  ${name}\n      ${desc}\n      Example: ${name}=${example}`,
);

export const serving = commandLine({
  command: 'npm start',
  about:
    'Opens Larder and serves until it is stopped. It is set up by environment variables, all of ' +
    'which may be left out: then it opens a demo shop on http://localhost:3000.',
  arguments: {},
  notes: ['Settings:', ...settings].join('\n'),
});
