'use client';
import { ActionIcon, Button, Group } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { formatNumber } from '@/formatting/numbers';
import { type Viewport, wholePicture, zoomedAt } from './viewport';

interface ViewportToolsProps {
  readonly viewport: Viewport;
  readonly onChange: (viewport: Viewport) => void;
}

const step = 1.5;
const middle = { x: 0.5, y: 0.5 };

/** Zoom for all pictures, by mouse or keyboard. */
export function ViewportTools({ viewport, onChange }: ViewportToolsProps) {
  return (
    <Group gap={6} pb={2}>
      <ActionIcon
        variant="default"
        size={32}
        aria-label="Smaller"
        onClick={() => onChange(zoomedAt(viewport, 1 / step, middle))}
      >
        <IconMinus size={14} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={32}
        aria-label="Larger"
        onClick={() => onChange(zoomedAt(viewport, step, middle))}
      >
        <IconPlus size={14} />
      </ActionIcon>
      <Button
        size="xs"
        variant="default"
        disabled={viewport.scale === 1}
        onClick={() => onChange(wholePicture)}
      >
        {viewport.scale === 1 ? 'Whole picture' : `${formatNumber(viewport.scale, 2)} × – show whole`}
      </Button>
    </Group>
  );
}
