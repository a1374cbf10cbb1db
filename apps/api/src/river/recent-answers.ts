/** Answers that are kept while there is room for them; the least used go first. */
export class RecentAnswers<Value> {
  private readonly answers = new Map<string, Promise<Value>>();
  private readonly sizes = new Map<string, number>();
  private size = 0;

  /** @param sizeOf in the same measure as `maxSize` */
  constructor(
    private readonly maxSize: number,
    private readonly sizeOf: (value: Value) => number,
  ) {}

  /** The answer that is known, or is being made, or is made now; one that fails is not kept. */
  find(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.answers.get(key);
    if (known !== undefined) {
      this.answers.delete(key);
      this.answers.set(key, known);
      return known;
    }
    const made = make();
    this.answers.set(key, made);
    made.then(
      (value) => this.keep(key, value),
      () => this.answers.delete(key),
    );
    return made;
  }

  private keep(key: string, value: Value): void {
    this.sizes.set(key, this.sizeOf(value));
    this.size += this.sizeOf(value);
    for (const oldest of this.answers.keys()) {
      if (this.size <= this.maxSize) break;
      this.size -= this.sizes.get(oldest) ?? 0;
      this.sizes.delete(oldest);
      this.answers.delete(oldest);
    }
  }
}
