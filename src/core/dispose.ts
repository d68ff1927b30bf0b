/** `Symbol.dispose`, also on hosts that do not have it yet (WebKit): there, call `dispose()`. */
export const disposeSymbol: typeof Symbol.dispose =
  Symbol.dispose ?? (Symbol.for("Symbol.dispose") as unknown as typeof Symbol.dispose);
