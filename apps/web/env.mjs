// @ts-check
/** The settings of the dashboard's server, read once. */

const development = process.argv.includes('--dev');
// Next and React choose their production or development code by this name when they are first loaded.
Object.assign(process.env, {
  NODE_ENV: development ? 'development' : 'production',
  NEXT_TELEMETRY_DISABLED: '1',
});

/**
 * @param {string} name
 * @param {string} fallback
 * @param {number} most
 */
function wholeNumber(name, fallback, most) {
  const text = process.env[name] ?? fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new Error(`${name} is "${text}": expected a whole number from 0 to ${most}.`);
}

/**
 * @param {string} name
 * @param {string} fallback
 */
function origin(name, fallback) {
  const text = process.env[name] ?? fallback;
  if (URL.canParse(text) && /^https?:/.test(text)) return new URL(text).origin;
  throw new Error(`${name} is "${text}": expected an address such as ${fallback}.`);
}

export const env = {
  development,
  /** Port people open; 0 takes any free one. */
  port: wholeNumber('PORT', '3000', 65_535),
  /** Interface to listen on. */
  host: process.env.HOST ?? '127.0.0.1',
  /** Where the API listens. */
  apiOrigin: origin('API_ORIGIN', 'http://127.0.0.1:3001'),
};
