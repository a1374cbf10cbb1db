/** Groups in words. */
import { leafName } from '../../formatting/values';
import { type GroupDraft, groupOf, type MemberKind } from './group-draft';

/** How the parameters of a group vary. */
export const memberKindTitles: Readonly<Record<MemberKind, string>> = {
  zip: 'In step (zip)',
  grid: 'Every combination (grid)',
  random: 'Drawn at random',
  latin_hypercube: 'Drawn as a Latin hypercube',
  sobol: 'Drawn as a Sobol sequence',
};

const together: Readonly<Record<MemberKind, string>> = {
  zip: 'in step with',
  grid: 'each value with each of',
  random: 'drawn together with',
  latin_hypercube: 'drawn together with',
  sobol: 'drawn together with',
};

/** `Group 1: in step with lambda_soft`; null for a parameter without a group. */
export function groupNote(groups: readonly GroupDraft[], path: string): string | null {
  const group = groupOf(groups, path);
  if (group === undefined) return null;
  const others = group.members.filter((member) => member !== path).map(leafName);
  const number = `Group ${groups.indexOf(group) + 1}`;
  return others.length === 0 ? number : `${number}: ${together[group.kind]} ${others.join(', ')}`;
}
