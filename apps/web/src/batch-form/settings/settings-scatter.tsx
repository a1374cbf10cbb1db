'use client';
import { Group, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { formatNumber } from '@/formatting/numbers';
import { leafName } from '@/formatting/values';
import { placePoints, type ScatterAxis, type SettingsPreview } from './preview';
import classes from './settings.module.css';

export interface SettingsScatterProps {
  readonly preview: SettingsPreview;
  /** At least two. */
  readonly axes: readonly ScatterAxis[];
}

/** Units of the drawing: a square with room for the ends of both scales. */
const side = 220;
const left = 52;
const bottom = 30;
/** More points than this only blacken the square. */
const maxPoints = 1000;

/** Drawn settings as points over two of their ranges. */
export function SettingsScatter({ preview, axes }: SettingsScatterProps) {
  const [names, setNames] = useState<readonly [string, string] | null>(null);
  const across = axes.find(({ parameter }) => parameter === names?.[0]) ?? axes[0];
  const up = axes.find(({ parameter }) => parameter === names?.[1]) ?? axes[1];
  if (!across || !up) return null;
  const points = placePoints(preview, [across, up]).slice(0, maxPoints);
  const chooser = (label: string, value: string, onChoose: (name: string) => void) => (
    <Select
      size="xs"
      label={label}
      data={axes.map(({ parameter }) => ({ value: parameter, label: leafName(parameter) }))}
      value={value}
      onChange={(name) => name && onChoose(name)}
      allowDeselect={false}
    />
  );
  return (
    <div>
      {axes.length > 2 && (
        <Group gap="xs" mb={6}>
          {chooser('Across', across.parameter, (name) => setNames([name, up.parameter]))}
          {chooser('Up', up.parameter, (name) => setNames([across.parameter, name]))}
        </Group>
      )}
      <svg
        viewBox={`0 0 ${left + side + 12} ${side + bottom + 8}`}
        className={classes.scatter}
        role="img"
        aria-label={`${points.length} settings over ${leafName(across.parameter)} and ${leafName(up.parameter)}`}
      >
        <rect x={left} y={4} width={side} height={side} className={classes.frame} />
        {points.map(({ x, y, isExcluded }, index) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: the points have no other identity, and never move
            key={index}
            cx={left + x * side}
            cy={4 + (1 - y) * side}
            r={3}
            className={isExcluded ? classes.excluded : classes.point}
          />
        ))}
        <Ends axis={across} at={[left, side + 18, left + side, side + 18]} anchors={['start', 'end']} />
        <Ends axis={up} at={[left - 6, side + 4, left - 6, 14]} anchors={['end', 'end']} />
        <text x={left + side / 2} y={side + 32} textAnchor="middle" className={classes.title}>
          {titleOf(across)}
        </text>
        <text
          transform={`translate(12 ${4 + side / 2}) rotate(-90)`}
          textAnchor="middle"
          className={classes.title}
        >
          {titleOf(up)}
        </text>
      </svg>
      {points.length === maxPoints && (
        <Text size="xs" c="dimmed">
          The first {formatNumber(maxPoints)} points are drawn.
        </Text>
      )}
    </div>
  );
}

const titleOf = ({ parameter, isLog }: ScatterAxis) => `${leafName(parameter)}${isLog ? ' (log)' : ''}`;

interface EndsProps {
  readonly axis: ScatterAxis;
  /** x and y of the least, x and y of the largest value. */
  readonly at: readonly [number, number, number, number];
  readonly anchors: readonly ['start' | 'end', 'start' | 'end'];
}

function Ends({ axis, at: [x0, y0, x1, y1], anchors }: EndsProps) {
  return (
    <>
      <text x={x0} y={y0} textAnchor={anchors[0]} className={classes.end}>
        {formatNumber(axis.min)}
      </text>
      <text x={x1} y={y1} textAnchor={anchors[1]} className={classes.end}>
        {formatNumber(axis.max)}
      </text>
    </>
  );
}
