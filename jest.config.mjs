import { readFileSync } from 'node:fs';

// Jest runs the TypeScript sources as ES modules; @batchyard/* resolves to sources, so no build is needed.
const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true, tsx: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
};

/** Sources by the names under which packages offer them. */
const sources = Object.fromEntries(
  ['domain', 'pipelines', 'documents', 'persistence'].flatMap((lib) => {
    const { name, exports } = JSON.parse(
      readFileSync(new URL(`libs/${lib}/package.json`, import.meta.url), 'utf8'),
    );
    return Object.entries(exports).map(([place, { types }]) => [
      `^${name}${place.slice(1)}$`,
      `<rootDir>/libs/${lib}/${types.slice(2)}`,
    ]);
  }),
);

export default {
  testEnvironment: 'node',
  testMatch: [
    '<rootDir>/{libs,apps}/*/src/**/*.test.{ts,tsx}',
    '<rootDir>/test/**/*.test.ts',
    ...(process.env.FAULTS === 'all' ? ['<rootDir>/test/faults/*.faults.ts'] : []),
  ],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', swc] },
  transformIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['<rootDir>/apps/web/.next', '/dist/'],
  moduleNameMapper: {
    ...sources,
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  globalSetup: '<rootDir>/test/fixtures/postgres-on-demand.mjs',
  globalTeardown: '<rootDir>/test/fixtures/postgres-stop.mjs',
  testTimeout: 120_000,
  // Modules of the suites before stay in memory otherwise.
  workerIdleMemoryLimit: '2GB',
};
