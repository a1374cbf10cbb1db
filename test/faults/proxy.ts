/** A way to the database that can be cut, slowed down or made to swallow everything. */
import net from 'node:net';

export interface DatabaseProxy {
  readonly port: number;
  /** Ends all connections with a reset. */
  reset(): void;
  /** Whatever is sent from now on, in either direction, disappears; connections that lost something stay dead. */
  swallow(isSwallowing: boolean): void;
  /** Each piece arrives so much later. */
  delay(ms: number): void;
  close(): Promise<void>;
}

/** @param target port or socket of the server */
export async function startProxy(target: net.NetConnectOpts): Promise<DatabaseProxy> {
  const links = new Set<readonly [net.Socket, net.Socket]>();
  let isSwallowing = false;
  let delayMs = 0;
  const server = net.createServer((client) => {
    const link = [client, net.connect(target)] as const;
    let isDead = false;
    links.add(link);
    for (const [from, to] of [link, [link[1], link[0]] as const]) {
      from.on('data', (chunk) => {
        isDead ||= isSwallowing;
        if (!isDead) setTimeout(() => to.write(chunk), delayMs);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        to.destroy();
        links.delete(link);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    reset: () => {
      for (const [client] of links) client.resetAndDestroy();
    },
    swallow: (value) => {
      isSwallowing = value;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const sockets of links) for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
