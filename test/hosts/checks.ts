// What a host reports: one record a check.

/** The outcome of one check on one host. */
export interface Check {
  readonly name: string;
  /** What was wrong; absent where the check passed. */
  readonly error?: string;
  /** Hashes that must be the same on every host, by what they are of. */
  readonly bits?: Record<string, string>;
}

/** Runs one check, catching what it throws. */
export async function check(name: string, body: () => unknown): Promise<Check> {
  try {
    await body();
    return { name };
  } catch (error) {
    return { name, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

/** A condition that must hold. */
export function expect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** `got` holds the expected numbers, each within `tolerance` of its size (0: exactly). */
export function equal(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 0): void {
  const far = (i: number) => !(Math.abs(got[i]! - expected[i]!) <= tolerance * Math.abs(expected[i]!));
  expect(got.length === expected.length, `expected ${expected.length} numbers, got ${got.length}`);
  for (let i = 0; i < got.length; i++) expect(!far(i), `[${i}]: expected ${expected[i]}, got ${got[i]}`);
}

/** The error `body` throws, which must be of the named class; returned for a look at what it carries. */
export async function thrown(name: string, body: () => unknown): Promise<Record<string, unknown>> {
  try {
    await body();
  } catch (error) {
    expect(error instanceof Error && error.name === name, `expected ${name}, got ${error}`);
    return error as unknown as Record<string, unknown>;
  }
  throw new Error(`expected ${name}, nothing was thrown`);
}
