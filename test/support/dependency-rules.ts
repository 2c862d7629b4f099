import type { IFlattenedRuleSet } from 'dependency-cruiser';

type Rule = NonNullable<IFlattenedRuleSet['forbidden']>[number];

/** The order of dependencies: each folder of src imports only folders before it. */
export const line = [
  'kernel',
  'platform',
  'cache',
  'accounts',
  'catalog',
  'delivery-options',
  'orders',
  'drivers',
  'tracking',
  'notices',
  'demo',
] as const;

/** Test files; they may import their tools. */
const tests = '\\.(spec|contract)\\.ts$';

const rootFile = '^src/[^/]+\\.ts$';

const faces = '^src/[^/]+/index\\.ts$';

/** The exports for programs that boot Larder. */
const booting = '^src/platform/app\\.ts$';

/** Programs answer wrong arguments and settings before they load Larder, which takes seconds. */
const beforeLarder = '^src/(main|import|open-store|create-account|start|[^/]+-arguments)\\.ts$';

/** The files they need for that, which load next to nothing; an index.ts loads its whole module. */
const loadedAtOnce = [
  '^src/platform/(config/(env|app-config|embedded-secret)|startup-refused)\\.ts$',
  '^src/accounts/identity\\.ts$',
  '^src/catalog/stores/opening-hours\\.ts$',
  '^src/catalog/text/alphabet\\.ts$',
];

/** Packages that only certain files may import. */
const packagesByPlace: readonly {
  name: string;
  packages: readonly string[];
  places: readonly string[];
}[] = [
  {
    name: 'typeorm-in-its-files',
    packages: ['typeorm', '@nestjs/typeorm'],
    places: [
      '^src/platform/',
      '\\.(entity|repository|queries|module)\\.ts$',
      '/migrations/[^/]+\\.ts$',
    ],
  },
  {
    name: 'redis-in-its-files',
    packages: ['redis', '@redis/client'],
    places: ['^src/platform/redis/', '/redis\\.[^/]+\\.ts$'],
  },
  {
    name: 'postgres-in-platform',
    packages: ['pg', 'pg-boss', '@electric-sql/pglite'],
    places: ['^src/platform/'],
  },
  {
    name: 'cache-packages-in-cache',
    packages: [
      'cache-manager',
      'cache-manager-redis-yet',
      'keyv',
      '@nestjs/cache-manager',
      '@cacheable/memory',
    ],
    places: ['^src/cache/'],
  },
  {
    name: 'fastify-at-the-edge',
    packages: ['fastify'],
    places: ['^src/(platform|cache)/', '/http/', '\\.controller\\.ts$', '^src/serve\\.ts$'],
  },
];

/** A package is matched by the path where it was found, or by its name where it was not. */
function paths(packages: readonly string[]): string[] {
  return packages.flatMap((name) => [`(^|/)node_modules/${name}/`, `^${name}(/|$)`]);
}

export const dependencyRules: Rule[] = [
  ...line.map((folder, place) => ({
    name: 'leftwards-only',
    from: { path: `^src/${folder}/` },
    to: { path: [...line.slice(place + 1).map((right) => `^src/${right}/`), rootFile] },
  })),
  {
    // Tests look behind the index: it is for users of the module.
    name: 'through-the-face',
    from: { path: '^src/([^/]+)/', pathNot: tests },
    to: {
      path: '^src/[^/]+/',
      pathNot: ['^src/$1/', '^src/kernel/', faces],
    },
  },
  {
    name: 'through-the-face',
    from: { path: rootFile, pathNot: [beforeLarder, tests] },
    to: { path: '^src/[^/]+/', pathNot: ['^src/kernel/', faces, booting] },
  },
  {
    name: 'arguments-before-larder',
    from: { path: beforeLarder },
    to: { path: '^src/[^/]+/', pathNot: ['^src/kernel/', ...loadedAtOnce] },
  },
  {
    // Rules run in tests without a framework, a database or another module's code.
    name: 'domain-is-pure',
    from: { path: '^src/([^/]+)/domain/', pathNot: tests },
    to: {
      pathNot: ['^src/kernel/', '^src/$1/domain/'],
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'http-without-queries',
    from: { path: '\\.(controller|requests|responses|mapper)\\.ts$', pathNot: tests },
    to: { path: '\\.(repository|queries)\\.ts$' },
  },
  {
    name: 'kernel-is-pure',
    from: { path: '^src/kernel/', pathNot: tests },
    to: { path: '(^|/)node_modules/', pathNot: paths(['uuid']) },
  },
  ...packagesByPlace.map(({ name, packages, places }) => ({
    name,
    from: { path: '^src/', pathNot: [...places, tests] },
    to: { path: paths(packages) },
  })),
  {
    name: 'no-cycles',
    from: { path: '^src/' },
    to: { circular: true },
  },
  {
    name: 'product-without-tests',
    from: { path: '^src/', pathNot: tests },
    to: { path: [tests, '^(test|tools)/'] },
  },
  {
    name: 'product-without-development-packages',
    from: { path: '^src/', pathNot: tests },
    to: { dependencyTypes: ['npm-dev'] },
  },
  {
    // An import that cannot be resolved escapes every rule above.
    name: 'resolvable',
    from: { path: '^src/' },
    to: { couldNotResolve: true },
  },
];
