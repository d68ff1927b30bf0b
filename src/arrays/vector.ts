import { checkEntries, checkNumbers, checkSize } from "../core/check.ts";
import { type Floats, type Numbers, type Real, sizeOf } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { filled, settled, Storage, type VectorRef } from "../kernels/storage.ts";
import { asum, copy, dot, nrm2 } from "../kernels/vec.ts";

/** `length` numbers in linear memory. */
export class Vector extends Storage implements VectorRef {
  protected readonly kind = "Vector";

  /** Contents are whatever the memory held: use `Vector.zeros` or `Vector.from`. */
  constructor(
    engine: Engine,
    type: Real,
    readonly length: number,
  ) {
    checkSize("length", length);
    super(engine, type, length * sizeOf[type]);
  }

  /** `length` zeros. @throws OutOfMemoryError */
  static zeros(engine: Engine, type: Real, length: number): Vector {
    const x = new Vector(engine, type, length);
    x.data.fill(0);
    return x;
  }

  /** A copy of `numbers`, rounded to `type`. */
  static from(engine: Engine, type: Real, numbers: Numbers, name = "data"): Vector {
    checkNumbers(name, numbers);
    const source = settled(engine, numbers);
    checkEntries(name, source);
    const x = new Vector(engine, type, source.length);
    x.data.set(source);
    return x;
  }

  /** A fresh view of the numbers. It goes stale when memory grows: take it again instead of keeping it. */
  get data(): Floats {
    return this.floats(0, this.length);
  }

  /** A copy outside linear memory. */
  toArray(): Floats {
    return this.data.slice();
  }

  /** A copy in linear memory. */
  clone(): Vector {
    const x = new Vector(this.engine, this.type, this.length);
    return filled(x, () => copy(x, this));
  }

  /** x'y */
  dot(y: Vector): number {
    return dot(this, y);
  }

  /** ||x||_2 */
  norm(): number {
    return nrm2(this);
  }

  /** ||x||_1 */
  asum(): number {
    return asum(this);
  }
}
