'use client';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { counted } from '@/formatting/numbers';
import { ProblemList } from '@/problems/problem-list';
import { repairs } from '../grid/cells';
import { rowsNumbered } from '../grid/use-rows';
import type { ProblemGroup, WholeImport } from '../queries';
import { useChange } from '../use-change';
import type { Edits } from '../use-edits';
import classes from './check.module.css';

export interface ProblemGroupsProps {
  readonly draft: WholeImport;
  readonly groups: readonly ProblemGroup[];
  readonly problemNumbers: readonly number[];
  readonly edits: Edits;
}

/** Equal problems together: mended all at once, or said to be none. */
export function ProblemGroups({ draft, groups, problemNumbers, edits }: ProblemGroupsProps) {
  const accept = useChange(draft.id);
  if (groups.length === 0) return null;
  return (
    <>
      <ul className={classes.groups} data-testid="problem-groups" aria-label="Problems by kind">
        {groups.map((group) => (
          <li
            key={`${group.code} ${group.severity} ${group.column} ${group.damage}`}
            className={classes.group}
            data-severity={group.severity}
          >
            <span className={classes.groupText}>
              <b>
                {headingOf(draft, group)} · {counted(group.count, 'row')}
              </b>{' '}
              {group.message}
              {group.count > 1 && ` (row ${group.firstRow}, and others)`}
            </span>
            <MendAll draft={draft} group={group} problemNumbers={problemNumbers} edits={edits} />
            {group.damage !== null && group.field !== null && (
              <NoDamage field={group.field} damage={group.damage} accept={accept} />
            )}
          </li>
        ))}
      </ul>
      <ProblemList error={accept.error} />
    </>
  );
}

function headingOf({ columns }: WholeImport, { column }: ProblemGroup): string {
  if (column === null) return 'Whole row';
  return columns.find((each) => each.column === column)?.heading || `Column ${column + 1}`;
}

interface MendAllProps extends Omit<ProblemGroupsProps, 'groups'> {
  readonly group: ProblemGroup;
}

/** Takes the suggestion of each cell of the group, as one step that can be taken back. */
function MendAll({ draft, group, problemNumbers, edits }: MendAllProps) {
  const [isBusy, setBusy] = useState(false);
  const { code, column, damage, repairable } = group;
  if (repairable === 0 || column === null) return null;
  const mend = async () => {
    setBusy(true);
    const rows = await rowsNumbered(draft.id, problemNumbers).finally(() => setBusy(false));
    edits.apply(repairs(rows, { code, column, damage, value: null }, edits.pending));
  };
  return (
    <Button size="compact-sm" variant="light" loading={isBusy || edits.isSaving} onClick={() => void mend()}>
      {repairable === 1 ? `Use ${group.suggestion ?? 'the suggestion'}` : `Apply to all ${repairable} alike`}
    </Button>
  );
}

interface NoDamageProps {
  readonly field: string;
  readonly damage: string;
  readonly accept: ReturnType<typeof useChange>;
}

function NoDamage({ field, damage, accept }: NoDamageProps) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={accept.isPending}
      onClick={() => accept.mutate({ acceptDamage: [{ field, damage }] })}
    >
      This is no damage here
    </Button>
  );
}
