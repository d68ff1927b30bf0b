/** Families that by themselves are more than 12 KiB in brotli: they are cut for one element type, too. */
export const LARGE = ["factor", "lut", "ortho", "sfactor", "spectral"];
