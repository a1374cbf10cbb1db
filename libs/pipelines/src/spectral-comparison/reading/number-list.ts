/** Numbers of which nobody knows beforehand how many there will be, without an object for each. */
export class NumberList {
  private values = new Float64Array(1024);
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** NaN where there is none. */
  get last(): number {
    return this.count === 0 ? Number.NaN : this.values[this.count - 1]!;
  }

  push(value: number): void {
    if (this.count === this.values.length) {
      const room = new Float64Array(2 * this.count);
      room.set(this.values);
      this.values = room;
    }
    this.values[this.count++] = value;
  }

  /** The numbers in their order; the list is not to be used afterwards. */
  toArray(): Float64Array {
    return this.values.subarray(0, this.count);
  }
}
