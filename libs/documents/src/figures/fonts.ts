import { registerFonts as register } from '@batchyard/pipelines';
import { GlobalFonts } from '@napi-rs/canvas';

export { fontFamily } from '@batchyard/pipelines';

/** Makes the typeface of figures and PDF pages known to all canvases of this process. */
export function registerFonts(): void {
  register(GlobalFonts);
}
