/** Further settings of designs that draw them; those there are stay as they are. */
import { canonicalJson } from './canonical.js';
import type { DesignSpec } from './design.js';
import type { JsonObject } from './paths.js';
import { settingsOf } from './settings.js';

type DrawnSpec = DesignSpec & { readonly kind: 'random' | 'latin_hypercube' | 'sobol' };

/** Whether the settings of a design were drawn before any result was known. */
export function isDrawn(spec: DesignSpec): spec is DrawnSpec {
  return spec.kind === 'random' || spec.kind === 'latin_hypercube' || spec.kind === 'sobol';
}

/**
 * Random draws and Sobol points have no end: more samples are the next ones of the same sequence. A Latin hypercube
 * has as many parts as settings, so that more of them are a hypercube of their own, drawn by the next seed that no
 * extension has used, and the design becomes a table of all of them.
 */
export function withMoreSamples(spec: DrawnSpec, more: number): DesignSpec {
  const samples = (spec.samples ?? 0) + more;
  if (spec.kind !== 'latin_hypercube') return { ...spec, samples };
  const { samples: _number, ...rest } = spec;
  const former = settingsOf(spec);
  const rows = [...former, ...newSettings(spec, former, more)];
  return { ...rest, kind: 'grid', axes: [{ kind: 'rows', rows }] };
}

/** A hypercube of exactly as many settings as asked for may repeat former ones where values are few; then others follow. */
function newSettings(spec: DrawnSpec, former: readonly JsonObject[], more: number): JsonObject[] {
  const known = new Set(former.map(canonicalJson));
  const found: JsonObject[] = [];
  const mostTries = 20;
  for (let tries = 1; found.length < more && tries <= mostTries; tries++) {
    const wanted = { ...spec, samples: more - found.length, seed: spec.seed + tries };
    for (const setting of settingsOf(wanted)) {
      if (known.has(canonicalJson(setting))) continue;
      known.add(canonicalJson(setting));
      found.push(setting);
    }
  }
  return found;
}
