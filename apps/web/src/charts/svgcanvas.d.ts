declare module 'svgcanvas' {
  /** Drawing surface with the methods of a canvas that records what is drawn as SVG; sizes in pixels. */
  export const Context: new (options: {
    readonly width: number;
    readonly height: number;
    /** Measures texts. */
    readonly ctx?: CanvasRenderingContext2D;
  }) => CanvasRenderingContext2D & { getSerializedSvg(): string };
}
