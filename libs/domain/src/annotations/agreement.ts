/** How well two annotators agree. */

/** What two annotators said of the same frames. */
export interface AgreementTable {
  /** Values that either used, sorted. */
  readonly values: readonly string[];
  /** `counts[i][j]`: frames that the first called `values[i]` and the second `values[j]`. */
  readonly counts: readonly (readonly number[])[];
}

export interface Agreement {
  /** Cohen's κ; null where it is not defined (no frames, or both used one and the same value throughout). */
  readonly kappa: number | null;
  /** 95 % interval of κ; null as for `kappa`. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Frames that both judged. */
  readonly n: number;
  /** Of these, frames called the same. */
  readonly agreed: number;
  readonly table: AgreementTable;
}

/** One frame that both judged, `count` times. */
export interface PairedJudgement {
  readonly a: string;
  readonly b: string;
  readonly count: number;
}

/** Cohen's κ. J. Cohen, A coefficient of agreement for nominal scales, Educ. Psychol. Meas. 20 (1960) 37-46. */
export function agreementOf(pairs: Iterable<PairedJudgement>): Agreement {
  throw new Error(`not yet ${String(pairs)}`);
}
