/** Setting keys in the address: their beginnings, which tell settings apart in a hundredth of the length. */
import { type Quantity, quantitiesOf } from '../quantities';
import type { ComparisonData, Setting } from '../queries';
import type { Brush, CompareView } from '../view/url-state';

/** Hexadecimal characters; among 5,000 settings two share them with a chance of 1 in 300, and then both are meant. */
const shortLength = 8;

/** What stands in the address for a setting. */
export function shortKey(key: string): string {
  return key.slice(0, shortLength);
}

/** The settings whose keys begin like this, in their order. */
export function settingsBy(settings: readonly Setting[], shortKeys: readonly string[]): readonly Setting[] {
  const wanted = new Set(shortKeys);
  return settings.filter(({ key }) => wanted.has(shortKey(key)));
}

/** Keys of the selected settings: those inside all brushes where there are any, else those named one by one. */
export function selectedKeys(
  comparison: ComparisonData,
  { brushes, selected }: Pick<CompareView, 'brushes' | 'selected'>,
): ReadonlySet<string> {
  const chosen =
    brushes.length > 0 ? brushedSettings(comparison, brushes) : settingsBy(comparison.settings, selected);
  return new Set(chosen.map(({ key }) => key));
}

function brushedSettings(comparison: ComparisonData, brushes: readonly Brush[]): readonly Setting[] {
  const quantities = new Map(quantitiesOf(comparison).map((quantity) => [quantity.id, quantity]));
  const tests = brushes.flatMap((brush) => {
    const quantity = quantities.get(brush.id);
    return quantity ? [{ quantity, brush }] : [];
  });
  if (tests.length === 0) return [];
  return comparison.settings.filter((setting) =>
    tests.every(({ quantity, brush }) => isInside(setting, quantity, brush)),
  );
}

function isInside(setting: Setting, quantity: Quantity, { low, high }: Brush): boolean {
  const position = quantity.positionOf(setting);
  return position !== null && position >= low && position <= high;
}
