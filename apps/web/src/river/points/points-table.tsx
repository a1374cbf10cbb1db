'use client';
import { ActionIcon, Checkbox, Table, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { metresText, pixelsText } from '../check/fit-summary';
import type { LengthUnit, PointDraft } from '../draft/draft';
import type { ScaffoldCheck } from '../queries';
import classes from '../river.module.css';

export interface PointsTableProps {
  readonly points: readonly PointDraft[];
  readonly units: LengthUnit;
  readonly check: ScaffoldCheck | null;
  readonly selectedKey: string | null;
  readonly onSelect: (key: string | null) => void;
  readonly onChange: (points: readonly PointDraft[]) => void;
}

/** Control points with pixel, place and how far off each one is. */
export function PointsTable({ points, units, check, selectedKey, onSelect, onChange }: PointsTableProps) {
  if (points.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No point yet: click one in the frame.
      </Text>
    );
  }
  const errors = new Map(
    [...(check?.fitError?.points ?? []), ...(check?.checkError?.points ?? [])].map((error) => [
      error.name,
      error,
    ]),
  );
  const change = (key: number, patch: Partial<PointDraft>) =>
    onChange(points.map((point) => (point.key === key ? { ...point, ...patch } : point)));
  return (
    <Table.ScrollContainer minWidth={470}>
      <Table className={`numeric ${classes.points}`} verticalSpacing={2} horizontalSpacing={2} fz="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Pixel</Table.Th>
            <Table.Th>x ({units})</Table.Th>
            <Table.Th>y ({units})</Table.Th>
            <Table.Th>z ({units})</Table.Th>
            <Table.Th ta="right">Error</Table.Th>
            <Table.Th title="Kept back from the fit, to check it">Check</Table.Th>
            <Table.Th aria-label="Actions" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.map((point) => (
            <PointRow
              key={point.key}
              point={point}
              error={errors.get(point.name)}
              isSelected={String(point.key) === selectedKey}
              onSelect={() => onSelect(String(point.key))}
              onChange={(patch) => change(point.key, patch)}
              onRemove={() => onChange(points.filter(({ key }) => key !== point.key))}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface PointRowProps {
  readonly point: PointDraft;
  readonly error: { readonly errorPx: number | null; readonly errorM: number | null } | undefined;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
  readonly onChange: (patch: Partial<PointDraft>) => void;
  readonly onRemove: () => void;
}

function PointRow({ point, error, isSelected, onSelect, onChange, onRemove }: PointRowProps) {
  const { name, pixel, use } = point;
  const input = (field: 'name' | 'x' | 'y' | 'z') => (
    <TextInput
      size="xs"
      aria-label={field === 'name' ? `Name of ${name}` : `${field} of ${name}`}
      inputMode={field === 'name' ? 'text' : 'decimal'}
      value={point[field]}
      onFocus={onSelect}
      onChange={(event) => onChange({ [field]: event.currentTarget.value })}
      miw={field === 'name' ? 46 : 58}
    />
  );
  return (
    <Table.Tr data-selected={isSelected || undefined}>
      <Table.Td>{input('name')}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <UnstyledButton fz="xs" onClick={onSelect} aria-pressed={isSelected} aria-label={`Select ${name}`}>
          {pixel === null ? (
            <Text size="xs" c="dimmed">
              {isSelected ? 'click it' : 'not yet'}
            </Text>
          ) : (
            pixel.map((value) => value.toFixed(1)).join(', ')
          )}
        </UnstyledButton>
      </Table.Td>
      <Table.Td>{input('x')}</Table.Td>
      <Table.Td>{input('y')}</Table.Td>
      <Table.Td>{input('z')}</Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
        {error ? (
          <>
            {pixelsText(error.errorPx)}
            <br />
            {metresText(error.errorM)}
          </>
        ) : (
          '–'
        )}
      </Table.Td>
      <Table.Td>
        <Checkbox
          size="xs"
          aria-label={`Keep ${name} back as a check`}
          checked={use === 'check'}
          onChange={(event) => onChange({ use: event.currentTarget.checked ? 'check' : 'fit' })}
        />
      </Table.Td>
      <Table.Td>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Remove ${name}`} onClick={onRemove}>
          <IconX size={14} aria-hidden />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}
