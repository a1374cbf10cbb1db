/**
 * The one typeface of figures and PDF pages: Inter (SIL Open Font License), taken from its package, so that a page
 * looks the same on a machine without any fonts. Scripts that Inter lacks come from the machine where it has them.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What registering takes of a canvas library; so that whoever only needs the names loads no canvas. */
export interface FontRegistry {
  register(bytes: Buffer, family: string): unknown;
}

/** Inter comes in files by script; a text is drawn from the first one that has the character. */
const scripts = [
  'latin',
  'latin-ext',
  'greek',
  'greek-ext',
  'cyrillic',
  'cyrillic-ext',
  'vietnamese',
] as const;

const familyOf = (script: string) => `Inter ${script}`;

/** For `font` of a canvas. */
export const fontFamily = scripts.map((script) => `'${familyOf(script)}'`).join(', ');

const require = createRequire(import.meta.url);
const registered = new WeakSet<FontRegistry>();

/** Makes the typeface known to all canvases of this process. @throws Error when the package is not installed whole */
export function registerFonts(fonts: FontRegistry): void {
  if (registered.has(fonts)) return;
  for (const script of scripts) {
    const file = `@fontsource-variable/inter/files/inter-${script}-wght-normal.woff2`;
    const bytes = readFileSync(require.resolve(file));
    if (fonts.register(bytes, familyOf(script)) === null) throw new Error(`${file} is no font.`);
  }
  registered.add(fonts);
}
