/**
 * Lets work on one thing wait for the work on it that began before; works of different things do not wait.
 * @returns `inTurn(id, work)`, which gives what the work gives
 */
export function turns() {
  const ends = new Map<string, Promise<unknown>>();
  return async <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const turn = (ends.get(id) ?? Promise.resolve()).then(work);
    const end = turn.catch(() => undefined);
    ends.set(id, end);
    try {
      return await turn;
    } finally {
      if (ends.get(id) === end) ends.delete(id);
    }
  };
}
