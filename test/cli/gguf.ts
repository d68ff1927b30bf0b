// A GGUF file put together byte by byte from the published layout.

interface Part {
  name: string;
  shape: number[];
  type: "F32" | "Q8_0";
  numbers: number[];
}

const u32 = (v: number): number[] => [0, 8, 16, 24].map((s) => (v >>> s) & 255);
const u64 = (v: number): number[] => [...u32(v), 0, 0, 0, 0];

/** Tensors of one file; numbers of Q8_0 must be multiples of 1/4 below 32. */
export function gguf(parts: Part[]): Uint8Array {
  const head = [0x47, 0x47, 0x55, 0x46, ...u32(3), ...u64(parts.length), ...u64(0)];
  const data: number[] = [];
  for (const { name, shape, type, numbers } of parts) {
    const axes = [...shape].reverse().flatMap(u64);
    head.push(...u64(name.length), ...new TextEncoder().encode(name), ...u32(shape.length), ...axes);
    head.push(...u32(type === "F32" ? 0 : 8), ...u64(data.length));
    if (type === "F32") data.push(...new Uint8Array(Float32Array.from(numbers).buffer));
    else
      for (let p = 0; p < numbers.length; p += 32)
        data.push(0, 0x34, ...numbers.slice(p, p + 32).map((v) => (v * 4) & 255)); // 0x3400: a half of 1/4
    while (data.length % 32 !== 0) data.push(0);
  }
  while (head.length % 32 !== 0) head.push(0);
  return Uint8Array.from([...head, ...data]);
}
