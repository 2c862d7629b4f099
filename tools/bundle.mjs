// Gathers the programs with their packages in a few files of dist/bundle. To open thousands of files
// costs a start more than all else that it does: docs/adr/0025.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

const programs = ['main', 'import', 'create-account', 'open-store'];

/** Stay packages: they bring files that are no JavaScript, or Nest loads them by their names. */
const apart = [
  '@electric-sql/pglite',
  '@node-rs/argon2',
  'class-transformer',
  'class-validator',
  'swagger-ui-dist',
];

/** Of packages, all that is needed to judge arguments and settings, before anything else is loaded. */
const light = /node_modules\/(?:envalid|temporal-polyfill|temporal-utils|tslib)\//;

/** Leads the stack of an error to src/, by way of the compiler's own maps. */
const mapped = {
  name: 'mapped',
  load(id) {
    const map = `${id}.map`;
    if (id.includes('node_modules') || !existsSync(map)) return null;
    return { code: readFileSync(id, 'utf8'), map: JSON.parse(readFileSync(map, 'utf8')) };
  },
};

// The programs take the places of those that `nest build` has written.
const build = await rolldown({
  input: Object.fromEntries(programs.map((name) => [name, `dist/${name}.js`])),
  platform: 'node',
  external: (id) => apart.some((name) => id === name || id.startsWith(`${name}/`)),
  plugins: [mapped],
  // It would name all that packages load if it is there.
  logLevel: 'silent',
});
await build.write({
  dir: 'dist',
  format: 'esm',
  sourcemap: true,
  keepNames: true,
  entryFileNames: '[name].js',
  chunkFileNames: 'bundle/[name].js',
  codeSplitting: {
    groups: [{ name: 'packages', test: (id) => id.includes('node_modules') && !light.test(id) }],
  },
});
await build.close();

// Node reads all maps at the start: that of the packages would cost more than it tells.
const packages = 'dist/bundle/packages.js';
rmSync(`${packages}.map`);
const withoutMap = readFileSync(packages, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
writeFileSync(packages, withoutMap);
