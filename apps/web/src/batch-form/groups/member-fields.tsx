'use client';
import { MultiSelect, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { type MemberGroup, type MemberKind, memberKinds, rangeUseOf } from './group-draft';
import { memberKindTitles } from './group-text';

export interface MemberFieldsProps {
  readonly number: number;
  readonly group: MemberGroup;
  readonly onGroup: (group: MemberGroup) => void;
  /** Varied parameters that are in no other group. */
  readonly offered: readonly string[];
  readonly message?: string;
}

/** Which parameters belong to a group, and how they combine. */
export function MemberFields({ number, group, onGroup, offered, message }: MemberFieldsProps) {
  const { kind, members, samples } = group;
  const isDrawn = rangeUseOf(kind) === 'draw';
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="sm">
        <MultiSelect
          label="Parameters"
          aria-label={`Parameters of group ${number}`}
          data={[...offered]}
          value={members.filter((path) => offered.includes(path))}
          onChange={(paths) => onGroup({ ...group, members: paths })}
          searchable
        />
        <Select
          label="Their values"
          aria-label={`How group ${number} varies`}
          data={memberKinds.map((value) => ({ value, label: memberKindTitles[value] }))}
          value={kind}
          onChange={(next) => onGroup({ ...group, kind: next as MemberKind })}
          allowDeselect={false}
        />
        {isDrawn && (
          <TextInput
            label="Settings to draw"
            aria-label={`Settings to draw for group ${number}`}
            value={samples}
            onChange={(event) => onGroup({ ...group, samples: event.currentTarget.value })}
            inputMode="numeric"
            className="numeric"
            autoComplete="off"
          />
        )}
      </SimpleGrid>
      {message && (
        <Text size="xs" c="var(--tone-failed)" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
      )}
    </>
  );
}
