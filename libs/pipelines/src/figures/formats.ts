/** Formats that figures are written in; apart from `render.ts`, so that parameters can name them without a canvas. */
export const plotFormats = ['png', 'jpg', 'svg', 'pdf'] as const;
export type PlotFormat = (typeof plotFormats)[number];
