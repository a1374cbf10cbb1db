import { canonicalJson, type Json } from '../designs/canonical.js';
import { flattenParams, type JsonObject } from '../designs/paths.js';
import type { BatchReport, ReportJob } from './report.js';

/** Keys of jobs' own facts that become columns. */
const maxMetadataKeys = 200;

/** Finds which parameters are columns: those that differ between jobs, and those that the design varied. */
export function parameterColumns() {
  /** First value of each path, and its canonical text. */
  const first = new Map<string, { readonly value: Json; readonly text: string }>();
  const varying = new Set<string>();
  const metadataKeys = new Set<string>();
  let lastParams: JsonObject | null = null;
  let jobs = 0;

  const compare = (path: string, value: Json) => {
    const known = first.get(path);
    if (known === undefined) {
      first.set(path, { value, text: canonicalJson(value) });
      if (jobs > 0) varying.add(path);
    } else if (!varying.has(path) && canonicalJson(value) !== known.text) varying.add(path);
  };

  return {
    add({ params, axes, metadata }: Pick<ReportJob, 'params' | 'axes' | 'metadata'>): void {
      if (params !== lastParams) {
        const leaves = flattenParams(params);
        for (const [path, value] of leaves) compare(path, value);
        if (leaves.size < first.size) {
          for (const path of first.keys()) if (!leaves.has(path)) varying.add(path);
        }
        lastParams = params;
      }
      for (const path of axes) varying.add(path);
      for (const key of Object.keys(metadata)) if (metadataKeys.size < maxMetadataKeys) metadataKeys.add(key);
      jobs++;
    },
    finish(): Pick<BatchReport, 'parameterPaths' | 'metadataKeys' | 'constants'> {
      const constant = [...first].filter(([path]) => !varying.has(path));
      return {
        parameterPaths: [...varying],
        metadataKeys: [...metadataKeys],
        constants: Object.fromEntries(constant.map(([path, { value }]) => [path, value])),
      };
    },
  };
}
