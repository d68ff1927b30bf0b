/**
 * Giving back, by `dispose()` and by `using`.
 * @module
 */

/** `Symbol.dispose`, also on hosts that do not have it yet (WebKit): there, call `dispose()`. */
const disposeSymbol: typeof Symbol.dispose =
  Symbol.dispose ?? (Symbol.for("Symbol.dispose") as unknown as typeof Symbol.dispose);

/**
 * What holds something that is to be given back. The one class with a computed name: bundlers keep every such class, used or not, but
 * let go of what extends it.
 */
export abstract class Owner {
  /** Gives back what it holds. */
  abstract dispose(): void;

  /** `dispose()` at the end of a block that says `using`. */
  [disposeSymbol](): void {
    this.dispose();
  }
}
