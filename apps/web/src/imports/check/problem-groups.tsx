'use client';
import { Button } from '@mantine/core';
import { counted } from '@/formatting/numbers';
import { ProblemList } from '@/problems/problem-list';
import type { ProblemGroup, WholeImport } from '../queries';
import { useChange } from '../use-change';
import type { Edits } from '../use-edits';
import { type Alike, useRepair } from '../use-repair';
import { WorkProgress } from '../work-progress';
import classes from './check.module.css';

export interface ProblemGroupsProps {
  readonly draft: WholeImport;
  readonly groups: readonly ProblemGroup[];
  readonly edits: Edits;
}

/** Equal problems together: mended all at once, or said to be none. */
export function ProblemGroups({ draft, groups, edits }: ProblemGroupsProps) {
  const accept = useChange(draft.id);
  const repair = useRepair(draft.id, edits);
  if (groups.length === 0) return null;
  return (
    <>
      <ul className={classes.groups} data-testid="problem-groups" aria-label="Problems by kind">
        {groups.map((group) => (
          <li
            key={`${group.code} ${group.severity} ${group.column} ${group.damage} ${group.repairable > 0}`}
            className={classes.group}
            data-severity={group.severity}
          >
            <span className={classes.groupText}>
              <b>
                {headingOf(draft, group)} · {counted(group.count, 'row')}
              </b>{' '}
              {group.count > 1 && `such as row ${group.firstRow}: `}
              {group.message}
            </span>
            <MendAll group={group} repair={repair} isBusy={edits.isSaving || accept.isPending} />
            {group.damage !== null && group.field !== null && group.severity === 'warning' && (
              <NoDamage field={group.field} damage={group.damage} accept={accept} />
            )}
          </li>
        ))}
      </ul>
      {(repair.isPending || accept.isPending) && (
        <WorkProgress importId={draft.id} before="Every row is being checked…" />
      )}
      <ProblemList error={accept.error ?? repair.error} />
    </>
  );
}

function headingOf({ columns }: WholeImport, { column }: ProblemGroup): string {
  if (column === null) return 'Whole row';
  return columns.find((each) => each.column === column)?.heading || `Column ${column + 1}`;
}

interface MendAllProps {
  readonly group: ProblemGroup;
  readonly repair: ReturnType<typeof useRepair>;
  readonly isBusy: boolean;
}

/** Takes the suggestion of each cell of the group, as one step that can be taken back. */
function MendAll({ group, repair, isBusy }: MendAllProps) {
  const { code, column, damage, repairable } = group;
  if (repairable === 0 || column === null) return null;
  return (
    <Button
      size="compact-sm"
      variant="light"
      loading={repair.isPending && isAlike(repair.variables, group)}
      disabled={isBusy || repair.isPending}
      onClick={() => repair.mutate({ code, column, damage, value: null })}
    >
      {repairable === 1 ? `Use ${group.suggestion ?? 'the suggestion'}` : `Apply to all ${repairable} alike`}
    </Button>
  );
}

const isAlike = (asked: Alike | undefined, { code, column, damage }: ProblemGroup) =>
  asked?.code === code && asked.column === column && asked.damage === damage;

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
