import { Anchor, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { counted } from '@/formatting/numbers';
import { useCurrentProject } from '@/projects/project-frame';
import classes from './changes.module.css';
import { type EditedTogether, editedTogether } from './edited-since';
import type { UndoResult } from './queries';

/** Things of one reason that are named; the others are counted. */
const namedAtMost = 5;
/** The API tells so many things at most. */
const toldAtMost = 20;

export interface UndoRefusalProps {
  readonly editedSince: UndoResult['editedSince'];
  /** The way to a later change was taken. */
  readonly onLeave: () => void;
}

/** Why a change was not undone: what edited the same things since, and where to undo that. */
export function UndoRefusal({ editedSince, onLeave }: UndoRefusalProps) {
  return (
    <Stack gap="xs" role="alert">
      <Text size="sm" fw={650}>
        Nothing was undone: some of it was edited since
      </Text>
      <ul className={classes.refusal}>
        {editedTogether(editedSince).map((together) => (
          <li key={`${together.changesetId} ${together.reason}`}>
            <Reason {...together} onLeave={onLeave} />
          </li>
        ))}
      </ul>
      <Text size="sm">
        {editedSince.length >= toldAtMost && 'There may be more. '}
        Undo what came after it first, the newest change before the others; then this one.
      </Text>
    </Stack>
  );
}

function Reason({ reason, changesetId, names, onLeave }: EditedTogether & Pick<UndoRefusalProps, 'onLeave'>) {
  const project = useCurrentProject();
  const others = names.length - namedAtMost;
  return (
    <>
      <Text size="sm">{reason}</Text>
      {[...names.slice(0, namedAtMost), ...(others > 0 ? [`and ${counted(others, 'other')}`] : [])].map(
        (line) => (
          <Text key={line} size="sm" c="dimmed">
            {line}
          </Text>
        ),
      )}
      {changesetId !== null && (
        <Anchor
          component={Link}
          href={project.at(`/changes?change=${changesetId}`)}
          size="sm"
          onClick={onLeave}
        >
          See that change
        </Anchor>
      )}
    </>
  );
}
