'use client';
import type { Vocabulary } from '@batchyard/domain';
import { Anchor, Progress, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { formatNumber } from '@/formatting/numbers';
import { StackedTable } from '@/page/stacked-table';
import { useCurrentProject } from '@/projects/project-frame';
import type { ListedSubject } from './queries';

export interface SubjectTableProps {
  readonly subjects: readonly ListedSubject[];
  readonly vocabulary: Vocabulary | undefined;
  /** Shows what is directly below a subject. */
  readonly onInto: (subject: ListedSubject) => void;
}

/** Subjects with their level, what is above and below them, and how many of their frames are annotated. */
export function SubjectTable({ subjects, vocabulary, onInto }: SubjectTableProps) {
  return (
    <StackedTable leastWidth={720} highlightOnHover className="numeric">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Subject</Table.Th>
          <Table.Th w={120}>Level</Table.Th>
          <Table.Th>Within</Table.Th>
          <Table.Th w={240}>Annotated frames</Table.Th>
          <Table.Th>Landmarks</Table.Th>
          <Table.Th ta="right" w={110}>
            Below it
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {subjects.map((subject) => (
          <SubjectRow key={subject.id} subject={subject} vocabulary={vocabulary} onInto={onInto} />
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}

type RowProps = Omit<SubjectTableProps, 'subjects'> & { readonly subject: ListedSubject };

function SubjectRow({ subject, vocabulary, onInto }: RowProps) {
  const project = useCurrentProject();
  const { name, level, parent, frameCount, childCount, landmarks } = subject;
  const levelTitle = vocabulary?.levels.find((entry) => entry.name === level)?.title ?? level;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor
          component={Link}
          href={project.at(`/annotate/${encodeURIComponent(name)}`)}
          fz="sm"
          fw={550}
          style={{ overflowWrap: 'anywhere' }}
        >
          {name}
        </Anchor>
      </Table.Td>
      <Table.Td c="dimmed" data-label="Level">
        {levelTitle}
      </Table.Td>
      <Table.Td c="dimmed" data-label={parent === null ? undefined : 'Within'}>
        {parent?.name}
      </Table.Td>
      <Table.Td data-label={frameCount === 0 ? undefined : 'Annotated'}>
        {frameCount > 0 && <FrameProgress subject={subject} />}
      </Table.Td>
      <Table.Td c="dimmed" data-label={landmarks.length === 0 ? undefined : 'Landmarks'}>
        {landmarks.map((landmark) => landmark.name).join(', ')}
      </Table.Td>
      <Table.Td ta="right" data-label={childCount === 0 ? undefined : 'Below it'}>
        {childCount > 0 && (
          <Anchor component="button" type="button" fz="sm" w="fit-content" onClick={() => onInto(subject)}>
            {formatNumber(childCount)}
          </Anchor>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function FrameProgress({ subject: { annotatedFrames, frameCount } }: { readonly subject: ListedSubject }) {
  const share = (100 * annotatedFrames) / frameCount;
  return (
    <div style={{ minWidth: 120, flex: 1 }}>
      <Text size="xs" component="div">
        {formatNumber(annotatedFrames)} of {formatNumber(frameCount)}
      </Text>
      <Progress
        value={share}
        size={5}
        color={share === 100 ? 'var(--tone-succeeded)' : undefined}
        aria-label={`${annotatedFrames} of ${frameCount} frames annotated`}
      />
    </div>
  );
}
