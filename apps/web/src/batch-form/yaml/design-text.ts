/** A design as the text that a person edits. */
import { type DesignSpec, isJsonObject, type Json } from '@batchyard/domain';
import { toYaml } from './to-yaml';

/**
 * YAML of a design, without fields that hold nothing; ids of files have their names as remarks.
 * @param nameOf name of a file by its id
 */
export function designText(spec: DesignSpec, nameOf: (id: string) => string): string {
  const given = Object.entries(JSON.parse(JSON.stringify(spec)) as Readonly<Record<string, Json>>);
  const filled = given
    .filter(([, value]) => !isEmpty(value))
    .map(
      ([key, value]) => [key, key === 'jobs' && Array.isArray(value) ? value.map(shortJob) : value] as const,
    );
  const isFile = (path: readonly string[]) =>
    path[0] === 'inputs' || (path[0] === 'jobs' && path[1] === 'inputs');
  return toYaml(Object.fromEntries(filled), (text, path) =>
    isFile(path) && !path.includes('metadata') && /^\d+$/.test(text) ? nameOf(text) : undefined,
  );
}

/** A job of a list without what holds anyway. */
function shortJob(job: Json): Json {
  if (!isJsonObject(job)) return job;
  return Object.fromEntries(
    Object.entries(job).filter(([key, value]) => !isEmpty(value) && !(key === 'priority' && value === 0)),
  );
}

function isEmpty(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
