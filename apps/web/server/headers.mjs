// @ts-check
import { randomBytes } from 'node:crypto';

/**
 * Security headers for every page of the dashboard. Scripts run only from this address or with the nonce
 * of this response; Next puts the nonce on its own scripts when it finds it in the request's policy.
 * @param {{ development: boolean }} options
 * @returns {{ nonce: string, headers: Record<string, string> }}
 */
export function securityHeaders({ development }) {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${development ? " 'unsafe-eval'" : ''}`,
    // Component sizes and colours are style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    nonce,
    headers: {
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
      'Cross-Origin-Opener-Policy': 'same-origin',
    },
  };
}
