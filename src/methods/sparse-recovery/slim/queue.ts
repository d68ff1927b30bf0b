/**
 * Boxes to be searched, the one of least bound first; of equal ones the last that came.
 * @module
 */

/** A heap of boxes of P coefficients. */
export class BoxQueue {
  #boxes: Int32Array;
  #bounds = new Float64Array(64);
  #births = new Float64Array(64);
  readonly #heap: number[] = [];
  readonly #free: number[] = [];
  #used = 0;
  #born = 0;

  constructor(readonly P: number) {
    this.#boxes = new Int32Array(64 * 2 * P);
  }

  /** Boxes held. */
  get size(): number {
    return this.#heap.length;
  }

  /** The least bound; infinite where there are no boxes. */
  get least(): number {
    return this.#heap.length === 0 ? Infinity : (this.#bounds[this.#heap[0] as number] as number);
  }

  /** Adds a copy of a box: P lower ends, then P upper ends. */
  push(box: Int32Array, bound: number): void {
    const slot = this.#free.pop() ?? this.#used++;
    if (slot === this.#bounds.length) this.#grow();
    this.#boxes.set(box, slot * 2 * this.P);
    this.#bounds[slot] = bound;
    this.#births[slot] = this.#born++;
    let at = this.#heap.push(slot) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!this.#before(slot, this.#heap[up] as number)) break;
      this.#heap[at] = this.#heap[up] as number;
      at = up;
    }
    this.#heap[at] = slot;
  }

  /** Takes the first box out, into `box`, and returns its bound. */
  pop(box: Int32Array): number {
    const heap = this.#heap;
    const slot = heap[0] as number;
    const last = heap.pop() as number;
    if (heap.length > 0) {
      let at = 0;
      for (;;) {
        let down = 2 * at + 1;
        if (down >= heap.length) break;
        if (down + 1 < heap.length && this.#before(heap[down + 1] as number, heap[down] as number)) down++;
        if (!this.#before(heap[down] as number, last)) break;
        heap[at] = heap[down] as number;
        at = down;
      }
      heap[at] = last;
    }
    this.#free.push(slot);
    box.set(this.#boxes.subarray(slot * 2 * this.P, (slot + 1) * 2 * this.P));
    return this.#bounds[slot] as number;
  }

  #before(a: number, b: number): boolean {
    const [x, y] = [this.#bounds[a] as number, this.#bounds[b] as number];
    return x < y || (x === y && (this.#births[a] as number) > (this.#births[b] as number));
  }

  #grow(): void {
    const grown = <A extends Int32Array | Float64Array>(old: A, made: A): A => {
      made.set(old as never);
      return made;
    };
    this.#boxes = grown(this.#boxes, new Int32Array(2 * this.#boxes.length));
    this.#bounds = grown(this.#bounds, new Float64Array(2 * this.#bounds.length));
    this.#births = grown(this.#births, new Float64Array(2 * this.#births.length));
  }
}
