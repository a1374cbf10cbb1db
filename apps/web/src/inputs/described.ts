/** What the server says that a file was recognised as: see `files/:id/description`. */
export interface Described {
  /** One sentence; null where the pipeline does not say. */
  readonly description: string | null;
  readonly decisions: readonly {
    readonly subject: string;
    readonly choice: string;
    /** 0 to 1. */
    readonly confidence: number;
    readonly because: string;
  }[];
  /** What is done to the values, sentence by sentence. */
  readonly changes: readonly string[];
  readonly problems: readonly {
    readonly code: string;
    readonly severity: 'error' | 'warning';
    readonly message: string;
    readonly fix?: string;
  }[];
  /** It is still being looked at. */
  readonly isPending: boolean;
}

/** What can be unfolded below the sentence, with how much is wrong; null where that is nothing. */
export function summaryOf({ decisions, changes, problems }: Described): string | null {
  const count = (severity: 'error' | 'warning', noun: string) => {
    const found = problems.filter((problem) => problem.severity === severity).length;
    return found === 0 ? [] : [`${found} ${noun}${found === 1 ? '' : 's'}`];
  };
  const parts = [
    ...(decisions.length + changes.length > 0 ? ['What this rests on'] : []),
    ...count('error', 'error'),
    ...count('warning', 'warning'),
  ];
  return parts.length === 0 ? null : parts.join(' · ');
}
