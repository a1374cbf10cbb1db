/** Fields of the detail of a statement, for people. */
import { isJsonObject, type Json, type JsonObject } from '@batchyard/domain';
import { formatNumber, withUnit } from '../../formatting/numbers';

/** Fields of what a detector measured, which are told as one. */
const ofMeasuring = ['measured', 'unit', 'values', 'level', 'detector', 'auto_generated'];

/**
 * What was measured, as `Brightness 0.03 to 0.05 (limit 0.1)`; other fields as `zygosity homozygous`.
 * @param note of the statement, which may say what was measured already
 */
export function detailTexts(detail: JsonObject, note: string | null = null): readonly string[] {
  const measured = measuredText(detail);
  const told = measured === null ? [] : ofMeasuring;
  const isNoted = measured === null || note?.startsWith(String(detail.measured)) === true;
  const others = Object.entries(detail).filter(([name]) => !told.includes(name));
  return [...(isNoted ? [] : [measured]), ...others.flatMap(([name, value]) => textOf(name, value))];
}

function textOf(name: string, value: Json): string[] {
  return value === null || typeof value === 'object' ? [] : [`${name} ${value}`];
}

function measuredText({ measured, unit, values }: JsonObject): string | null {
  if (typeof measured !== 'string' || !Array.isArray(values)) return null;
  const numbersOf = (name: string) =>
    values.flatMap((entry) => {
      const value = isJsonObject(entry) ? entry[name] : null;
      return typeof value === 'number' ? [value] : [];
    });
  const span = spanText(numbersOf('value'));
  if (span === null) return null;
  const limit = spanText(numbersOf('limit'));
  const shownUnit = typeof unit === 'string' && unit !== '1' ? unit : null;
  return `${measured} ${withUnit(span, shownUnit)}${limit === null ? '' : ` (limit ${limit})`}`;
}

function spanText(numbers: readonly number[]): string | null {
  if (numbers.length === 0) return null;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return low === high ? formatNumber(low, 3) : `${formatNumber(low, 3)} to ${formatNumber(high, 3)}`;
}
