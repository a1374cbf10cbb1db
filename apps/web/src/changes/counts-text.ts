/** How many of what a change wrote, in words. */
import { isJsonObject, type Json } from '@batchyard/domain';
import { formatNumber } from '../formatting/numbers';

/** What is counted under another name than people say it by. */
const spoken: Readonly<Record<string, string>> = {
  assigned: 'annotations',
  changed: 'changed subjects',
};

/** `{frames: 400, assigned: 80, skipped: 0}` as `80 annotations, 400 frames`; empty where nothing was counted. */
export function countsText(counts: Json): string {
  if (!isJsonObject(counts)) return '';
  const told = Object.entries(counts).flatMap(([name, count]) =>
    typeof count === 'number' && count > 0 ? [{ name, count }] : [],
  );
  // The database keeps them by the length of their names.
  told.sort((a, b) => Number(b.name in spoken) - Number(a.name in spoken));
  return told
    .map(({ name, count }) => {
      const text = spoken[name] ?? words(name);
      return `${formatNumber(count)} ${count === 1 ? text.replace(/s$/, '') : text}`;
    })
    .join(', ');
}

/** `assign_annotations` and `assignAnnotations` as `assign annotations`. */
export function words(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
}
