import type { AddressInfo } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ApiSettings } from '../env.js';
import { SETTINGS } from '../persistence.module.js';

/** Where people reach the service, for links that leave it. */
@Injectable()
export class PublicAddress {
  constructor(
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  /** Without a slash at the end. */
  url(): string {
    if (this.settings.publicUrl !== undefined) return this.settings.publicUrl;
    const server = this.adapterHost.httpAdapter.getHttpServer() as { address(): AddressInfo | string | null };
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : this.settings.port;
    return `http://${this.settings.host.includes(':') ? `[${this.settings.host}]` : this.settings.host}:${port}`;
  }
}
