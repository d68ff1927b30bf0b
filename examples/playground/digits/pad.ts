/**
 * The drawing area: strokes by mouse, pen, finger or keyboard, or a picture of 8 x 8 shown in it.
 * @module
 */
import type { Point, Stroke } from "./strokes.ts";

const STEP = 1 / 32;
/** Of the line on the drawing area, as a part of its width. */
const LINE = 0.07;

/** Draws on a canvas and tells of each change. */
export class Pad {
  #strokes: Point[][] = [];
  #picture: Float64Array | undefined;
  /** Where the keyboard's pen is, and whether it is down. */
  #pen: Point = { x: 0.5, y: 0.2 };
  #down = false;
  #pointer: number | undefined;
  readonly #context: CanvasRenderingContext2D;

  /** `changed` gets the strokes after each change by the reader; `lifted` is called when one ends. */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly changed: (strokes: readonly Stroke[]) => void,
    private readonly lifted: () => void,
  ) {
    this.#context = canvas.getContext("2d") as CanvasRenderingContext2D;
    canvas.addEventListener("pointerdown", (event) => this.#start(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"] as const)
      canvas.addEventListener(name, (event) => this.#end(event));
    canvas.addEventListener("keydown", (event) => this.#key(event));
    for (const name of ["focus", "blur"]) canvas.addEventListener(name, () => this.#draw());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
    this.#draw();
  }

  /** Takes everything away. */
  clear(): void {
    this.#strokes = [];
    this.#picture = undefined;
    this.#down = false;
    this.#tell();
  }

  /** Shows 64 numbers from 0 to 16 in place of strokes. */
  show(picture: Float64Array): void {
    this.#strokes = [];
    this.#picture = picture;
    this.#down = false;
    this.#draw();
  }

  #tell(): void {
    this.#draw();
    this.changed(this.#strokes);
  }

  #begin(point: Point): void {
    this.#picture = undefined;
    this.#strokes.push([point]);
    this.#tell();
  }

  #add(...points: Point[]): void {
    this.#strokes.at(-1)?.push(...points);
    this.#tell();
  }

  #place({ clientX, clientY }: PointerEvent): Point {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const part = (v: number) => Math.min(1, Math.max(0, v));
    return { x: part((clientX - left) / width), y: part((clientY - top) / height) };
  }

  #start(event: PointerEvent): void {
    if (event.button !== 0 || this.#pointer !== undefined) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    this.#down = false;
    this.#begin(this.#place(event));
  }

  #move(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    this.#add(...(event.getCoalescedEvents?.() ?? [event]).map((one) => this.#place(one)));
  }

  #end(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = undefined;
    this.lifted();
  }

  #key(event: KeyboardEvent): void {
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const move = moves[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (move) this.#step(move, event.shiftKey ? 4 : 1);
    else if (event.key === " " || event.key === "Enter") this.#toggle();
    else if (event.key === "Delete" || event.key === "Backspace") this.clear();
    else return;
    event.preventDefault();
  }

  #step([dx, dy]: [number, number], length: number): void {
    const part = (v: number) => Math.min(1 - STEP, Math.max(STEP, v));
    this.#pen = { x: part(this.#pen.x + dx * STEP * length), y: part(this.#pen.y + dy * STEP * length) };
    if (this.#down) this.#add(this.#pen);
    else this.#draw();
  }

  #toggle(): void {
    this.#down = !this.#down;
    if (this.#down) this.#begin(this.#pen);
    else {
      this.#draw();
      this.lifted();
    }
  }

  #draw(): void {
    const { canvas } = this;
    const { width } = canvas;
    const context = this.#context;
    const style = getComputedStyle(canvas);
    context.clearRect(0, 0, width, width);
    context.fillStyle = context.strokeStyle = style.color;
    if (this.#picture) paint(context, this.#picture, width / 8);
    context.lineWidth = LINE * width;
    context.lineCap = context.lineJoin = "round";
    for (const stroke of this.#strokes) {
      context.beginPath();
      for (const { x, y } of [stroke[0] as Point, ...stroke]) context.lineTo(x * width, y * width);
      context.stroke();
    }
    if (document.activeElement !== canvas || !canvas.matches(":focus-visible")) return;
    context.lineWidth = 4;
    context.strokeStyle = context.fillStyle = style.getPropertyValue("--second");
    context.beginPath();
    context.arc(this.#pen.x * width, this.#pen.y * width, 16, 0, 7);
    if (this.#down) context.fill();
    else context.stroke();
  }
}

/** Squares of ink, as dark as their numbers from 0 to 16. */
export function paint(context: CanvasRenderingContext2D, picture: Float64Array, side: number): void {
  for (const [p, v] of picture.entries()) {
    context.globalAlpha = v / 16;
    context.fillRect((p % 8) * side, (p >> 3) * side, side, side);
  }
  context.globalAlpha = 1;
}
