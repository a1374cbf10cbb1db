/** What the words of column headings and of instrument preambles say, in the languages that instruments export. */
import type { XUnit, YUnit } from '../spectrum.js';

const superscriptMinusOne =
  /cm\s*(?:\^|\*\*)?\s*\(?[-⁻−–]\s*[1¹]\)?|1\s*\/\s*cm|\/\s*cm\b|\bcm\s*¹|\bkayser/i;

/** The unit that a text names for an x axis; null where it names none. */
export function xUnitIn(text: string): XUnit | null {
  if (superscriptMinusOne.test(text) || /cm-?\^?-?1\b/i.test(text)) return 'cm-1';
  if (/(^|[^a-z])nm([^a-z]|$)|nanomet(er|re)s?/i.test(text)) return 'nm';
  if (/(^|[^a-z])(um|[µμ]m)([^a-z]|$)|micromet(er|re)s?|microns?/i.test(text)) return 'um';
  return null;
}

const wavenumberName =
  /wave\s*_?-?numbers?|wellenzahl|nombre\s*d.?onde|n[uú]mero\s*de\s*onda|numero\s*d.?onda|raman[\s_-]*shift|shift|frequency|frequenz|freq\b|golfgetal|波数/i;
const wavelengthName =
  /wave\s*_?-?length|wellenl(ä|ae)nge|longueur\s*d.?onde|longitud\s*de\s*onda|lunghezza\s*d.?onda|lambda|λ|golflengte|波長|波长/i;
const axisName = /^\s*(x|x[\s_-]*(axis|values?|data|achse)|abscissa|energy|wave)\s*$/i;

/** Whether a heading names an x axis, and the quantity it names. */
export function xNameIn(text: string): 'wavenumber' | 'wavelength' | 'axis' | null {
  if (wavenumberName.test(text)) return 'wavenumber';
  if (wavelengthName.test(text)) return 'wavelength';
  if (axisName.test(text)) return 'axis';
  const bare = text.replace(/[[\]()]/g, '').trim();
  if (/^(nm|um|[µμ]m|cm\s*\^?\s*[-⁻−]\s*[1¹]|1\/cm)$/i.test(bare)) return 'axis';
  return null;
}

/** How a text names a y axis: the quantity, and whether in percent (null where it does not say). */
export interface YName {
  readonly quantity: 'absorbance' | 'transmittance' | 'reflectance' | 'kubelka_munk' | 'intensity' | 'axis';
  readonly isPercent: boolean | null;
}

const quantities: readonly [YName['quantity'], RegExp][] = [
  ['kubelka_munk', /kubelka|\bk\s*[-/]\s*m\b/i],
  [
    'absorbance',
    /log\s*\(?\s*1\s*\/\s*[rt]\s*\)?|absorban[cz]|absorption|absorbanz|extin[kc]tion|\boptical\s*density\b/i,
  ],
  ['absorbance', /^(m?abs|a|a\s*[[(/].*|od|a\.?\s*u\.?|a\s*value)$|\babs\b/i],
  [
    'transmittance',
    /transmi(t|ss)|durchl(ä|ae)ssigkeit|transmit|%\s*t\b|percent\s*t\b|\btrans\b|^t(\s*[[(/].*)?$|^t\s*value$/i,
  ],
  ['reflectance', /reflect|reflexion|remission|r[eé]flectan|%\s*r\b|^r(\s*[[(/].*)?$/i],
  ['intensity', /intensi|counts?\b|\bcts\b|signal|\bcps\b|arb\.?\s*u|raman|emission|fluorescen|magnitude/i],
  ['axis', /^\s*(y|y[\s_-]*(axis|values?|data|achse)|ordinate|values?|single\s*beam)\s*$/i],
];

/** The quantity that a text names for a y axis; null where it names none. */
export function yNameIn(text: string): YName | null {
  const plain = text.trim();
  const found = quantities.find(([, pattern]) => pattern.test(plain));
  if (found === undefined) return null;
  const isPercent = /%|percent|prozent/i.test(plain) ? true : null;
  return { quantity: found[0], isPercent };
}

/** The unit of a named quantity; fractions and percent are told apart by the values where the name does not say. */
export function yUnitOf(name: YName, looksLikePercent: boolean): YUnit | null {
  const isPercent = name.isPercent ?? looksLikePercent;
  switch (name.quantity) {
    case 'absorbance':
    case 'kubelka_munk':
    case 'intensity':
      return name.quantity;
    case 'transmittance':
      return isPercent ? 'percent_transmittance' : 'transmittance';
    case 'reflectance':
      return isPercent ? 'percent_reflectance' : 'reflectance';
    case 'axis':
      return null;
  }
}

/** Whether a heading names something that is measured beside a spectrum or counts its points. */
export function isSideQuantity(text: string): boolean {
  return /^\s*(#|no\.?|nr\.?|n|i|idx|index|point|row|id)\s*$|pressure|druck|temperature?|temp\b|humidity|feuchte|time\b|timestamp|date\b|zeit|sample[\s_-]*(id|no|name)|scan[\s_-]*(id|no|number)|\bid\b|error|stde?v|std\.?\s*dev|sigma|uncertainty|quality|flag|channel|pixel|\bgain\b|voltage|laser[\s_-]*power|comment|note/i.test(
    text,
  );
}

/** A heading without the unit in brackets or behind a slash: `Wavenumber (cm-1)` → `Wavenumber`. */
export function withoutUnit(heading: string): string {
  if (/log/i.test(heading)) return heading.trim();
  const bare = heading
    .replace(/\s*[[(][^\])]*[\])]\s*$/, '')
    .replace(/\s*\/\s*(cm.*|nm|um|[µμ]m|%|a\.?u\.?|1)\s*$/i, '')
    .trim();
  return bare === '' ? heading.trim() : bare;
}
