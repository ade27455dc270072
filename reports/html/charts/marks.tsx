/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** Marks of a chart. Shape and colour both tell them apart, so that colour alone need not. */

const SHAPES = {
  star: "M-5 0H5M0-5V5M-3.5-3.5 3.5 3.5M-3.5 3.5 3.5-3.5",
  triangle: "M0-5 5 4H-5Z",
  square: "M-4-4H4V4H-4Z",
  diamond: "M0-6 5 0 0 6-5 0Z",
} as const;

/** A circle can be placed by itself. Others need an element that is placed around them. */
const RADII: Readonly<Record<string, number>> = { circle: 5, dot: 2 };

export type Shape = keyof typeof SHAPES | "circle" | "dot";

export function Mark(props: {
  readonly shape: Shape;
  /** Class of its colour. */
  readonly colour: string;
  readonly x?: string;
  readonly y?: number;
}) {
  const { shape, colour, x = 0, y = 0 } = props;
  if (shape === "circle" || shape === "dot") {
    return <circle class={colour} cx={x} cy={y} r={RADII[shape]} />;
  }
  return (
    <svg x={x} y={y} overflow="visible" aria-hidden="true">
      <path class={colour} d={SHAPES[shape]} />
    </svg>
  );
}

/** Okabe and Ito's colours, which colour-blind readers can tell apart: see plot.css. */
export const PHASE_SHAPES: Readonly<Record<string, Shape>> = {
  kernel: "star",
  init: "triangle",
  ready: "circle",
  exited: "square",
  removed: "diamond",
};
