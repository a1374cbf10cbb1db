/** Results of work on files, kept for the next jobs of the same process: a batch has one baseline for all its jobs. */

interface Entry<T> {
  readonly value: Promise<T>;
  weight: number;
}

/** Keeps what was used last, up to a total weight. What failed or weighs more than all room is not kept. */
export class Memo<T> {
  private readonly entries = new Map<string, Entry<T>>();

  /**
   * @param maxWeight of all kept results together
   * @param weigh a result
   */
  constructor(
    private readonly maxWeight: number,
    private readonly weigh: (value: T) => number,
  ) {}

  /** The kept result of this key, or that of `make`, which runs once for callers at the same time. */
  get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.entries.get(key);
    this.entries.delete(key);
    const entry = known ?? { value: make(), weight: 0 };
    this.entries.set(key, entry);
    if (known === undefined) this.settle(key, entry);
    return entry.value;
  }

  /** How many results are kept or being made. */
  get size(): number {
    return this.entries.size;
  }

  private settle(key: string, entry: Entry<T>): void {
    entry.value.then(
      (value) => {
        entry.weight = this.weigh(value);
        this.trim();
      },
      () => this.entries.delete(key),
    );
  }

  private trim(): void {
    let total = [...this.entries.values()].reduce((sum, { weight }) => sum + weight, 0);
    for (const [key, { weight }] of this.entries) {
      if (total <= this.maxWeight) return;
      this.entries.delete(key);
      total -= weight;
    }
  }
}
