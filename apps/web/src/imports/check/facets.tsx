'use client';
import { Group, UnstyledButton } from '@mantine/core';
import { formatNumber } from '@/formatting/numbers';
import type { WholeImport } from '../queries';
import classes from './check.module.css';
import type { RowStatus } from './use-shown-rows';

export interface FacetsProps {
  readonly counts: WholeImport['counts'];
  readonly rowCount: number;
  /** Null: all. */
  readonly chosen: RowStatus | null;
  readonly onChoose: (status: RowStatus | null) => void;
}

const facets: readonly { readonly status: RowStatus; readonly title: string }[] = [
  { status: 'error', title: 'Errors' },
  { status: 'conflict', title: 'Conflicts' },
  { status: 'gone', title: 'Gone' },
  { status: 'warning', title: 'Warnings' },
  { status: 'new', title: 'New' },
  { status: 'changed', title: 'Changed' },
  { status: 'unchanged', title: 'Unchanged' },
];

/** Rows by what would become of them. */
export function Facets({ counts, rowCount, chosen, onChoose }: FacetsProps) {
  const shown = facets.filter(({ status }) => counts[status] > 0 || status === 'error' || status === chosen);
  return (
    <Group gap={6} role="group" aria-label="Rows shown">
      {shown.map(({ status, title }) => (
        <Facet
          key={status}
          title={title}
          count={counts[status]}
          tone={counts[status] > 0 ? status : undefined}
          isChosen={chosen === status}
          onChoose={() => onChoose(status)}
        />
      ))}
      <Facet title="All" count={rowCount} isChosen={chosen === null} onChoose={() => onChoose(null)} />
    </Group>
  );
}

interface FacetProps {
  readonly title: string;
  readonly count: number;
  readonly tone?: RowStatus;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Facet({ title, count, tone, isChosen, onChoose }: FacetProps) {
  return (
    <UnstyledButton className={classes.facet} data-tone={tone} aria-pressed={isChosen} onClick={onChoose}>
      {title} <b className="numeric">{formatNumber(count)}</b>
    </UnstyledButton>
  );
}
