import { describe, expect, it } from '@jest/globals';
import { openRoom } from './room.js';

describe('room', () => {
  it('is given as far as it goes, where that is useful, to whoever came first', async () => {
    const room = openRoom(10, 4);
    const given: string[] = [];
    const take = (name: string, wanted: number) =>
      room.take(wanted).then((count) => void given.push(`${name} ${count}`));
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    void take('a', 8);
    void take('b', 8);
    void take('c', 1);
    await settled();
    expect(given).toEqual(['a 8']);
    room.free(3);
    await settled();
    expect(given).toEqual(['a 8', 'b 5']);
    room.free(13);
    await settled();
    expect(given).toEqual(['a 8', 'b 5', 'c 1']);
  });

  it('is refused to all who wait once it is closed', async () => {
    const room = openRoom(2, 2);
    await room.take(2);
    const waiting = room.take(2);
    room.close();
    expect([await waiting, await room.take(1)]).toEqual([0, 0]);
  });
});
