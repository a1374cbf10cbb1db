/** Room for a number of things, shared by those who take as much of it as they can use. */

export interface Room {
  /**
   * Takes as much as is free, and what was wanted at most; waits while that is less than would be useful. Whoever came
   * first is served first.
   * @returns how much; 0 once closed
   */
  take(wanted: number): Promise<number>;
  free(count: number): void;
  /** Nobody is given anything any more. */
  close(): void;
}

interface Waiting {
  readonly wanted: number;
  readonly serve: (count: number) => void;
}

/** @param useful less than this is not worth taking for whoever wants more */
export function openRoom(size: number, useful: number): Room {
  const line: Waiting[] = [];
  let left = size;
  let isClosed = false;
  const serve = () => {
    for (let first = line[0]; first !== undefined; first = line[0]) {
      if (!isClosed && left < Math.min(first.wanted, useful)) return;
      const count = isClosed ? 0 : Math.min(first.wanted, left);
      left -= count;
      line.shift();
      first.serve(count);
    }
  };
  return {
    take: (wanted) =>
      new Promise((resolve) => {
        line.push({ wanted, serve: resolve });
        serve();
      }),
    free(count) {
      left += count;
      serve();
    },
    close() {
      isClosed = true;
      serve();
    },
  };
}
