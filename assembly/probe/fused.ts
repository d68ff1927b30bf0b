// Which of the two builds this is.

import { fused } from "../core/lane";

/** 1 where multiply-adds are fused, which is the build `relaxed`. */
export function probe_fused_u8(): u32 { return fused() ? 1 : 0; }
