/** fft.js, plain JavaScript: complex transforms of powers of two. */
import FFT from "fft.js";

export const open = () => ({ name: "fft.js", prepare });

function prepare({ op, sizes, arrays }) {
  const { n } = sizes;
  if (op !== "fft" || (n & (n - 1)) !== 0) return undefined;
  const plan = new FFT(n);
  const out = new arrays.x.constructor(2 * n);
  const run = () => plan.transform(out, arrays.x);
  return {
    run,
    result: () => {
      run();
      return out;
    },
  };
}
