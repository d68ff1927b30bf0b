// lanewise/threads on a host: two threads where it has shared memory and workers, else one and the reason; either way the
// products of `lanewise`, bit by bit.

import { type Check, check, expect } from "./checks.ts";

type Threaded = typeof import("../../src/entry/threads.ts");
type Package = typeof import("../../src/entry/browser.ts");

/** `expected`: "threads", or how the reason begins why there is one. */
export async function threads(threaded: Threaded, package_: Package, expected: string): Promise<Check[]> {
  const checks: Check[] = [];
  for (const build of package_.hasRelaxed() ? (["simd", "relaxed"] as const) : (["simd"] as const)) {
    const lw = await threaded.lanewise({ build, threads: 2 });
    const one = await package_.lanewise({ build });
    checks.push(
      await check(`${build}: ${expected === "threads" ? "two threads" : `one thread, ${expected}`}`, () => {
        const got = lw.reason ?? "threads";
        expect(got.startsWith(expected) && lw.threads === (expected === "threads" ? 2 : 1), `${lw.threads}: ${got}`);
      }),
      await check(`${build}: products on threads have the bits of one`, () => {
        const [x, y] = [lw, one].map((on) =>
          on.scope(() => {
            const A = on.matrix(300, 300, on.random(1).normal(90_000).toArray());
            const B = on.sparsify(A, 0.8).matmul(A);
            return A.matmul(B).toArray();
          }),
        );
        expect(x?.length === 90_000 && x.every((value, i) => Object.is(value, y?.[i])), "other bits");
      }),
      await check(`${build}: memory grows under the workers`, () =>
        lw.scope(() => {
          const A = lw.matrix(700, 700, new Float64Array(490_000).fill(1));
          expect(
            A.matmul(A)
              .toArray()
              .every((value) => value === 700),
            "another product",
          );
        }),
      ),
    );
    lw.dispose();
    checks.push(
      await check(`${build}: after dispose one thread goes on`, () => {
        const x = lw.vector([1, 2]);
        expect(lw.threads === 1 && x.data[1] === 2, `${lw.threads} threads`);
        x.dispose();
      }),
    );
  }
  return checks;
}
