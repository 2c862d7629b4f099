import { expect, it } from 'vitest';
import { serving } from './main-arguments.js';
import { environment } from './platform/config/env.js';

it('npm start takes no arguments, and its usage lists every setting', () => {
  expect(serving.read([])).toEqual({});
  expect(() => serving.read(['8080'])).toThrow('8080 is one argument too many.');
  expect(() => serving.read(['--port', '8080'])).toThrow('There is no --port.');
  for (const [name, { desc, example }] of Object.entries(
    environment as Record<string, { desc?: string; example?: string }>,
  )) {
    expect(serving.usage).toContain(
      `\n  ${name}\n      ${desc}\n      Example: ${name}=${example}`,
    );
  }
});
