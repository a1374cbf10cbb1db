import path from 'node:path';

/**
 * Types are checked by `npm run check` for the whole repository, so the build does not check them again.
 * @type {import('next').NextConfig}
 */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Sources of our libraries import `./x.js` for x.ts; the bundler follows that only under nodenext.
  typescript: { ignoreBuildErrors: true, tsconfigPath: 'tsconfig.next.json' },
  // The domain is compiled from its sources (tsconfig paths), so no library has to be built before.
  turbopack: { root: path.resolve(import.meta.dirname, '../..') },
};

export default config;
