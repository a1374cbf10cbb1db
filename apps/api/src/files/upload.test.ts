import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BlobStore } from '@batchyard/persistence';
import { expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { receiveFiles } from './upload.js';

it('does not wait for a sender that had gone before anything was read', async () => {
  // Nothing arrives that could be stored.
  const blobs = {} as BlobStore;
  const server = http.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const headers = { 'content-type': 'multipart/form-data; boundary=xXx', 'content-length': 500_000 };
    const request = http.request({ port, host: '127.0.0.1', method: 'POST', headers });
    request.on('error', () => undefined);
    request.write('--xXx\r\n');
    const [received, response] = await once(server, 'request');
    const closed = new Promise((resolve) => received.on('error', () => undefined).once('close', resolve));
    request.destroy();
    await closed;
    await expect(receiveFiles(received as Request, response as Response, blobs, 1_000)).rejects.toThrow(
      'its sender has gone',
    );
  } finally {
    server.close();
  }
});
