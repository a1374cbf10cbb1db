/** Under which names the service answers, and from which pages a browser may act with a person's cookie. */
import type { IncomingHttpHeaders } from 'node:http';
import type { ApiSettings } from '../env.js';

export interface OriginPolicy {
  /** Against DNS rebinding: a foreign name that leads to this machine. */
  isAllowedHost(host: string | undefined): boolean;
  /** Whether a request comes from a page of this service, or from no page at all. */
  isOwnOrigin(headers: IncomingHttpHeaders): boolean;
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

export function originPolicy(
  settings: Pick<ApiSettings, 'host' | 'publicUrl' | 'allowedHosts'>,
): OriginPolicy {
  const publicUrl = settings.publicUrl === undefined ? null : new URL(settings.publicUrl);
  const names = new Set([
    ...loopbackNames,
    ...settings.allowedHosts,
    settings.host.includes(':') ? `[${settings.host}]` : settings.host.toLowerCase(),
    ...(publicUrl === null ? [] : [publicUrl.hostname]),
  ]);
  return {
    isAllowedHost: (host) => host !== undefined && names.has(nameOf(host)),
    isOwnOrigin: (headers) => {
      const site = headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
      const { origin, host } = headers;
      if (origin === undefined) return true;
      return origin === publicUrl?.origin || origin === `http://${host}` || origin === `https://${host}`;
    },
  };
}

/** `[::1]:4000` → `[::1]`, `Example.org.:80` → `example.org` */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
}
