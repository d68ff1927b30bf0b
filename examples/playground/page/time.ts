/**
 * How long something short takes, by a clock that may count tenths of a millisecond.
 * @module
 */

/** Milliseconds that a sample takes at least. */
const SAMPLE = 2;

/** Milliseconds of one call: the best of three samples, after a call that is not counted. */
export function perCall(work: () => unknown): number {
  work();
  const sample = () => {
    const since = performance.now();
    let calls = 0;
    let passed = 0;
    while (passed < SAMPLE) {
      work();
      calls++;
      passed = performance.now() - since;
    }
    return passed / calls;
  };
  return Math.min(sample(), sample(), sample());
}
