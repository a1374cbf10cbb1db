'use client';
import { ActionIcon, Button, Group, Popover, Select, Slider, Stack, Text, Tooltip } from '@mantine/core';
import {
  IconArrowsMaximize,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
  IconSun,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Light } from './frame-viewer';

export interface TransportProps {
  readonly position: number;
  readonly count: number;
  readonly isPlaying: boolean;
  readonly framesPerSecond: number;
  readonly light: Light;
  readonly isZoomed: boolean;
  readonly onMove: (position: number) => void;
  readonly onPlay: () => void;
  readonly onFramesPerSecond: (rate: number) => void;
  readonly onLight: (light: Light) => void;
  readonly onFit: () => void;
  /** Which frame this is. */
  readonly children: ReactNode;
}

const rates = ['1', '2', '5', '10', '20', '30'];

/** Turning and playing frames, and how they are shown. */
export function Transport(props: TransportProps) {
  const { position, count, isPlaying, onMove } = props;
  return (
    <Group gap={6} justify="space-between">
      <Group gap={4}>
        <Press label="First frame (Home)" onClick={() => onMove(0)} icon={<IconPlayerSkipBack size={16} />} />
        <Press
          label="Previous frame (←)"
          onClick={() => onMove(position - 1)}
          icon={<IconPlayerTrackPrev size={16} />}
        />
        <Press
          label={isPlaying ? 'Pause (Space)' : 'Play (Space)'}
          onClick={props.onPlay}
          icon={isPlaying ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
        />
        <Press
          label="Next frame (→)"
          onClick={() => onMove(position + 1)}
          icon={<IconPlayerTrackNext size={16} />}
        />
        <Press
          label="Last frame (End)"
          onClick={() => onMove(count - 1)}
          icon={<IconPlayerSkipForward size={16} />}
        />
        <Select
          aria-label="Frames per second"
          data={rates.map((rate) => ({ value: rate, label: `${rate} fps` }))}
          value={String(props.framesPerSecond)}
          onChange={(rate) => rate !== null && props.onFramesPerSecond(Number(rate))}
          allowDeselect={false}
          size="xs"
          w={84}
        />
      </Group>
      <div style={{ flex: '1 1 160px', minWidth: 0 }}>{props.children}</div>
      <Group gap={4}>
        <LightButton light={props.light} onLight={props.onLight} />
        <Tooltip label="Whole image (0)">
          <ActionIcon
            variant="default"
            size="md"
            disabled={!props.isZoomed}
            onClick={props.onFit}
            aria-label="Whole image (0)"
          >
            <IconArrowsMaximize size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    </Group>
  );
}

function Press({
  label,
  onClick,
  icon,
}: {
  readonly label: string;
  readonly onClick: () => void;
  readonly icon: ReactNode;
}) {
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon variant="default" size="md" onClick={onClick} aria-label={label}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

function LightButton({
  light,
  onLight,
}: {
  readonly light: Light;
  readonly onLight: (light: Light) => void;
}) {
  const isChanged = light.brightness !== 1 || light.contrast !== 1;
  return (
    <Popover width={240} position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <ActionIcon
          variant={isChanged ? 'light' : 'default'}
          size="md"
          aria-label="Brightness and contrast"
          title="Brightness and contrast"
        >
          <IconSun size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Factor
            name="Brightness"
            value={light.brightness}
            onValue={(brightness) => onLight({ ...light, brightness })}
          />
          <Factor
            name="Contrast"
            value={light.contrast}
            onValue={(contrast) => onLight({ ...light, contrast })}
          />
          <Button
            size="compact-xs"
            variant="default"
            disabled={!isChanged}
            onClick={() => onLight({ brightness: 1, contrast: 1 })}
          >
            As it is
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

interface FactorProps {
  readonly name: string;
  readonly value: number;
  readonly onValue: (value: number) => void;
}

function Factor({ name, value, onValue }: FactorProps) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name} {Math.round(value * 100)} %
      </Text>
      <Slider
        thumbLabel={name}
        min={0.2}
        max={4}
        step={0.05}
        value={value}
        onChange={onValue}
        label={null}
        size="sm"
      />
    </div>
  );
}
