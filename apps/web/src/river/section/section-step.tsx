'use client';
import {
  ActionIcon,
  Button,
  Group,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { ProblemList } from '@/problems/problem-list';
import { problemsOf } from '../check/problems-of';
import { type BedDraft, nextKey, numberOf, type ScaffoldDraft, type SectionDraft } from '../draft/draft';
import type { ScaffoldCheck } from '../queries';
import { pasteBed } from './paste-bed';
import { PasteBox } from './paste-box';
import { LevelSlider, ProfileChart } from './profile-chart';

export type Bank = 'start' | 'end';

export interface SectionStepProps {
  readonly draft: ScaffoldDraft;
  readonly onChange: (change: Partial<ScaffoldDraft>) => void;
  readonly check: ScaffoldCheck | null;
  /** Which end the next click in the frame sets; null: none. */
  readonly clicked: Bank | null;
  readonly onClicked: (bank: Bank | null) => void;
}

/** Step 2: where the section runs, its surveyed bed, and the water in it. */
export function SectionStep({ draft, onChange, check, clicked, onClicked }: SectionStepProps) {
  const { section, units } = draft;
  const set = (change: Partial<SectionDraft>) => onChange({ section: { ...section, ...change } });
  const isBegun = section.bed.length > 0 || section.startX !== '' || section.endX !== '';
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        The surveyed line across the river: click its two ends in the frame, at the water level below, or type
        where they are. Stations of the bed count from the start.
      </Text>
      <LevelField draft={draft} onChange={onChange} />
      <EndFields
        section={section}
        units={units}
        set={set}
        clicked={clicked}
        onClicked={onClicked}
        hasCamera={check?.method != null}
      />
      <Group gap="sm" align="flex-end">
        <div>
          <Text size="sm" fw={500} mb={4} id="bank-label">
            The start is the
          </Text>
          <SegmentedControl
            aria-labelledby="bank-label"
            value={section.startBank}
            onChange={(value) => set({ startBank: value as SectionDraft['startBank'] })}
            data={[
              { value: 'left', label: 'left bank' },
              { value: 'right', label: 'right bank' },
            ]}
          />
        </div>
        <TextInput
          label={`Station of the start (${units})`}
          inputMode="decimal"
          value={section.startStation}
          onChange={(event) => set({ startStation: event.currentTarget.value })}
          w={180}
        />
      </Group>
      <Text size="xs" c="dimmed">
        Left and right as seen by who looks downstream: this tells which way the water flows.
      </Text>
      {section.bed.length > 1 && (
        <>
          <ProfileChart draft={draft} check={check} />
          <LevelSlider draft={draft} onChange={onChange} />
        </>
      )}
      {check && isBegun && <ProblemList problems={problemsOf(check.problems, 'section')} />}
      {check && check.levelProblems.length > 0 && numberOf(draft.waterLevel) !== null && (
        <ProblemList problems={check.levelProblems} />
      )}
      <BedTable bed={section.bed} units={units} onChange={(bed) => set({ bed })} />
    </Stack>
  );
}

function LevelField({ draft, onChange }: Pick<SectionStepProps, 'draft' | 'onChange'>) {
  return (
    <TextInput
      label={`Water level shown here (${draft.units})`}
      description="For placing and looking; each video has its own, given when a batch is started."
      placeholder="Where the control points are"
      inputMode="decimal"
      value={draft.waterLevel}
      onChange={(event) => onChange({ waterLevel: event.currentTarget.value })}
    />
  );
}

interface EndFieldsProps extends Pick<SectionStepProps, 'clicked' | 'onClicked'> {
  readonly section: SectionDraft;
  readonly units: string;
  readonly set: (change: Partial<SectionDraft>) => void;
  readonly hasCamera: boolean;
}

function EndFields({ section, units, set, clicked, onClicked, hasCamera }: EndFieldsProps) {
  const field = (name: 'startX' | 'startY' | 'endX' | 'endY', label: string) => (
    <TextInput
      size="xs"
      label={`${label} (${units})`}
      inputMode="decimal"
      value={section[name]}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  const clickButton = (bank: Bank) => (
    <Button
      size="xs"
      variant={clicked === bank ? 'filled' : 'default'}
      aria-pressed={clicked === bank}
      disabled={!hasCamera}
      title={hasCamera ? undefined : 'The control points come first: without them a click has no place.'}
      onClick={() => onClicked(clicked === bank ? null : bank)}
      style={{ alignSelf: 'end' }}
    >
      {clicked === bank ? 'Click it now' : `Click the ${bank}`}
    </Button>
  );
  return (
    <SimpleGrid cols={3} spacing="xs">
      {field('startX', 'Start x')}
      {field('startY', 'Start y')}
      {clickButton('start')}
      {field('endX', 'End x')}
      {field('endY', 'End y')}
      {clickButton('end')}
    </SimpleGrid>
  );
}

interface BedTableProps {
  readonly bed: readonly BedDraft[];
  readonly units: string;
  readonly onChange: (bed: readonly BedDraft[]) => void;
}

function BedTable({ bed, units, onChange }: BedTableProps) {
  const change = (key: number, patch: Partial<BedDraft>) =>
    onChange(bed.map((row) => (row.key === key ? { ...row, ...patch } : row)));
  return (
    <>
      {bed.length > 0 && (
        <Table verticalSpacing={2} horizontalSpacing={4} fz="xs" className="numeric">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Station ({units})</Table.Th>
              <Table.Th>Bed elevation ({units})</Table.Th>
              <Table.Th w={32} aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {bed.map((row, index) => (
              <Table.Tr key={row.key}>
                {(['station', 'elevation'] as const).map((field) => (
                  <Table.Td key={field}>
                    <TextInput
                      size="xs"
                      aria-label={`${field === 'station' ? 'Station' : 'Elevation'} of bed point ${index + 1}`}
                      inputMode="decimal"
                      value={row[field]}
                      onChange={(event) => change(row.key, { [field]: event.currentTarget.value })}
                    />
                  </Table.Td>
                ))}
                <Table.Td>
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    aria-label={`Remove bed point ${index + 1}`}
                    onClick={() => onChange(bed.filter(({ key }) => key !== row.key))}
                  >
                    <IconX size={14} aria-hidden />
                  </ActionIcon>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Group gap="xs">
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => onChange([...bed, { key: nextKey(bed), station: '', elevation: '' }])}
        >
          Add a bed point
        </Button>
        <PasteBox
          what="the bed"
          description={`Rows of station and elevation, in ${units === 'm' ? 'metres' : 'feet'}.`}
          onPaste={(text) => {
            const pasted = pasteBed(bed, text);
            onChange(pasted.bed);
            return pasted.refused;
          }}
        />
      </Group>
    </>
  );
}
