import { createServer } from 'node:net';
import { UsageError } from '../exit-codes.js';

const portsTried = 50;

/** The wanted port, or the next one that nobody listens on. */
export async function findPort(host: string, wanted: number): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + portsTried, 65_536); port++) {
    if (await isFree(host, port)) return port;
  }
  throw new UsageError(
    `Ports ${wanted} to ${wanted + portsTried - 1} are all in use. Set PORT to a free one.`,
  );
}

/** Any free port, given by the operating system. */
export function anyPort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else if (error.code === 'EACCES') {
        reject(new UsageError(`Port ${port} may not be used by this account. Set PORT to one above 1023.`));
      } else reject(new UsageError(`Cannot listen on ${host}: ${error.message}. Check HOST.`));
    });
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
