'use client';
import {
  Button,
  Fieldset,
  Group,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { FitSummary } from '../check/fit-summary';
import {
  type LengthUnit,
  type LensField,
  lensFields,
  type Method,
  newPoint,
  type ScaffoldDraft,
} from '../draft/draft';
import { isComplete } from '../draft/file-of-draft';
import type { ScaffoldCheck } from '../queries';
import { PasteBox } from '../section/paste-box';
import { pastePoints } from './paste-points';
import { PointsTable } from './points-table';

export interface PointsStepProps {
  readonly draft: ScaffoldDraft;
  readonly onChange: (change: Partial<ScaffoldDraft>) => void;
  readonly check: ScaffoldCheck | null;
  readonly selectedKey: string | null;
  readonly onSelect: (key: string | null) => void;
}

const methods: readonly { readonly value: Method; readonly label: string }[] = [
  { value: 'automatic', label: 'Automatic, by the points' },
  { value: 'scale', label: 'Scale: 2 points, from above' },
  { value: 'homography', label: 'Homography: 4 at one height' },
  { value: 'camera', label: 'Camera: 6 at different heights' },
];

/** Step 1: control points with their places, and how the camera is found from them. */
export function PointsStep({ draft, onChange, check, selectedKey, onSelect }: PointsStepProps) {
  const { points, units, method } = draft;
  const complete = points.filter(isComplete).length;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        Click points in the frame whose places were surveyed, and type or paste their coordinates. Six or more
        at different heights, spread over the picture, hold at every water level.
      </Text>
      <Group gap="sm" align="flex-end">
        <div>
          <Text size="sm" fw={500} mb={4} id="units-label">
            Unit of all lengths
          </Text>
          <SegmentedControl
            aria-labelledby="units-label"
            value={units}
            onChange={(value) => onChange({ units: value as LengthUnit })}
            data={[
              { value: 'm', label: 'Metres' },
              { value: 'ft', label: 'Feet' },
            ]}
          />
        </div>
        <Select
          label="Rectification"
          value={method}
          onChange={(value) => value !== null && onChange({ method: value as Method })}
          data={[...methods]}
          allowDeselect={false}
          flex="1 1 240px"
        />
      </Group>
      {check && <FitSummary check={check} placed={complete} />}
      <PointsTable
        points={points}
        units={units}
        check={check}
        selectedKey={selectedKey}
        onSelect={onSelect}
        onChange={(next) => onChange({ points: next })}
      />
      <Group gap="xs">
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            const point = newPoint(points, null);
            onChange({ points: [...points, point] });
            onSelect(String(point.key));
          }}
        >
          Add a point
        </Button>
        <PasteBox
          what="coordinates"
          description={`Rows of a spreadsheet or CSV with headings (name, x, y, z, u, v), or in the order x, y, z; name, x, y, z; or name, u, v, x, y, z. In ${units === 'm' ? 'metres' : 'feet'}; u and v in pixels.`}
          onPaste={(text) => {
            const { points: next, refused } = pastePoints(points, text);
            onChange({ points: next });
            return refused;
          }}
        />
      </Group>
      <MoreOfCamera draft={draft} onChange={onChange} />
    </Stack>
  );
}

const lensTitles: Readonly<Record<LensField, string>> = {
  focal_x_px: 'Focal length x (px)',
  focal_y_px: 'Focal length y (px)',
  center_x_px: 'Centre x (px)',
  center_y_px: 'Centre y (px)',
  k1: 'k1',
  k2: 'k2',
  p1: 'p1',
  p2: 'p2',
  k3: 'k3',
};

function MoreOfCamera({ draft, onChange }: Pick<PointsStepProps, 'draft' | 'onChange'>) {
  const { lens, calibrationLevel, pixelSize, units } = draft;
  const [isOpen, setOpen] = useState(
    lensFields.some((field) => lens[field] !== '') || calibrationLevel !== '',
  );
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Hide lens and plane' : 'Lens and plane (optional)…'}
      </Button>
      {isOpen && (
        <Fieldset legend="Lens, where it was calibrated; and the plane of a homography">
          <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="xs">
            {lensFields.map((field) => (
              <TextInput
                key={field}
                size="xs"
                label={lensTitles[field]}
                inputMode="decimal"
                value={lens[field]}
                onChange={(event) => onChange({ lens: { ...lens, [field]: event.currentTarget.value } })}
              />
            ))}
            <TextInput
              size="xs"
              label={`Height of the plane (${units})`}
              placeholder="Mean of the points"
              inputMode="decimal"
              value={calibrationLevel}
              onChange={(event) => onChange({ calibrationLevel: event.currentTarget.value })}
            />
            <TextInput
              size="xs"
              label={`Pixel seen from above (${units})`}
              inputMode="decimal"
              value={pixelSize}
              onChange={(event) => onChange({ pixelSize: event.currentTarget.value })}
            />
          </SimpleGrid>
        </Fieldset>
      )}
    </>
  );
}
