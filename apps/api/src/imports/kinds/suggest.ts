/** Finds the subject that a name was to say. */
import { nearestName } from '@batchyard/pipelines';
import type { Persistence } from '../../persistence.module.js';

type Names = Pick<Persistence['imports'], 'subjectsAmong' | 'fewSubjectNames' | 'namesBeside'>;

/** So many names are all compared with; of more, those are that a slip of the keyboard may have made of it. */
const comparedNames = 2_000;
/** On each side, in the order of names. */
const namesBeside = 50;
/** To ask the database for one name costs about as much as so many comparisons. */
const lookUpCost = 1_000;
/** Of names, in all: those of a sheet of other people's names would take minutes. */
const defaultMaxComparisons = 1_000_000;

/**
 * Finds the known name that is most like another one, each once; null when nothing is alike, or when there were too many
 * to look for.
 */
export function suggester(
  names: Names,
  projectId: string,
  maxComparisons = defaultMaxComparisons,
): (name: string) => Promise<string | null> {
  const found = new Map<string, string | null>();
  let all: Promise<readonly string[]> | null = null;
  let left = maxComparisons;
  return async (name) => {
    const before = found.get(name);
    if (before !== undefined) return before;
    if (left <= 0) return null;
    all ??= names.fewSubjectNames(projectId, comparedNames + 1);
    const known = await all;
    const areFew = known.length <= comparedNames;
    const likely = areFew ? known : await likelyNames(names, projectId, name);
    left -= areFew ? Math.max(known.length, 1) : lookUpCost;
    const nearest = nearestName(name, likely);
    found.set(name, nearest);
    return nearest;
  };
}

/** Names one slip away, and those that stand beside it, with which it shares how it begins. */
async function likelyNames(names: Names, projectId: string, name: string): Promise<readonly string[]> {
  const beside = await names.namesBeside(projectId, name, namesBeside);
  const cases = [name, name.toLowerCase(), name.toUpperCase(), ...beside];
  const letters = new Set(cases.flatMap((each) => [...each]));
  return [...(await names.subjectsAmong(projectId, slipsOf(name, [...letters]))), ...beside];
}

/** A letter left out, put in, changed, or two of them exchanged; or another case throughout. */
function slipsOf(name: string, letters: readonly string[]): string[] {
  const slips = new Set([name.toLowerCase(), name.toUpperCase()]);
  for (let at = 0; at <= name.length; at++) {
    const [before, after] = [name.slice(0, at), name.slice(at)];
    slips.add(before + after.slice(1));
    slips.add(before + after.charAt(1) + after.charAt(0) + after.slice(2));
    for (const letter of letters) slips.add(before + letter + after).add(before + letter + after.slice(1));
  }
  return [...slips];
}
