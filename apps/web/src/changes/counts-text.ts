/** How many of what a change wrote, in words. */
import { isJsonObject, type Json } from '@batchyard/domain';
import { formatNumber } from '../formatting/numbers';

/** `{created: 3, ended: 1, skipped: 0}` as `3 created, 1 ended`; empty where nothing was counted. */
export function countsText(counts: Json): string {
  if (!isJsonObject(counts)) return '';
  return Object.entries(counts)
    .flatMap(([name, count]) =>
      typeof count === 'number' && count > 0 ? [`${formatNumber(count)} ${words(name)}`] : [],
    )
    .join(', ');
}

/** `assign_annotations` and `assignAnnotations` as `assign annotations`. */
export function words(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
}
