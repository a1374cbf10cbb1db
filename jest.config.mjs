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
    '^@batchyard/(pipelines|domain|documents|persistence)$': '<rootDir>/libs/$1/src/index.ts',
    '^@batchyard/(pipelines|domain|documents)/([a-z-]+)$': '<rootDir>/libs/$1/src/$2/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  globalSetup: '<rootDir>/test/fixtures/postgres-on-demand.mjs',
  globalTeardown: '<rootDir>/test/fixtures/postgres-stop.mjs',
  testTimeout: 120_000,
  // Modules of the suites before stay in memory otherwise.
  workerIdleMemoryLimit: '2GB',
};
