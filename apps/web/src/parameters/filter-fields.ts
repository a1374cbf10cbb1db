/** Finding parameters by what a person remembers of them. */
import type { FieldGroup } from './fields';

/** Groups with the fields whose path, title or description contain every word; without words all of them. */
export function filterGroups(groups: readonly FieldGroup[], search: string): readonly FieldGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  return groups
    .map((group) => ({
      ...group,
      fields: group.fields.filter(({ path, title, description = '' }) => {
        const text = `${path} ${title} ${description} ${group.title}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ fields }) => fields.length > 0);
}

/** The group that is worth seeing before anything was touched: the weights, or the first one where there are none. */
export function firstOpen(groups: readonly FieldGroup[]): string | undefined {
  return (groups.find(({ path }) => path === 'weights') ?? groups[0])?.path;
}
