'use client';
import { ActionIcon, Button, Group, Kbd, Text, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronLeft,
  IconChevronRight,
  IconKeyboard,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { counted } from '@/formatting/numbers';
import { PageHead } from '@/page/page-head';
import { useCurrentProject } from '@/projects/project-frame';
import type { Bench } from './bench/use-bench';
import type { Neighbours } from './bench/use-neighbours';
import { SaveBadge } from './saving/save-badge';

export interface BenchHeadProps {
  readonly bench: Bench;
  readonly neighbours: Neighbours;
  readonly onGo: (name: string | null) => void;
  readonly onHelp: () => void;
}

/** Which subject this is, whether all is saved, and the ways to the next one. */
export function BenchHead({ bench, neighbours, onGo, onHelp }: BenchHeadProps) {
  const project = useCurrentProject();
  const { subject, count, saving, deeds, mayEdit } = bench;
  const place = neighbours.place === null ? '' : ` · ${subject.level} ${neighbours.place}`;
  return (
    <PageHead
      title={subject.name}
      crumbs={[project.crumb, { label: 'Subjects', href: project.at('/subjects') }]}
      description={`${counted(count, 'frame')}${place}${mayEdit ? '' : ' · only editors may annotate'}`}
      actions={
        <>
          <SaveBadge state={saving.save} />
          {mayEdit && (
            <Group gap={4}>
              <HeadIcon label="Undo (Ctrl Z)" isOff={saving.stack.done.length === 0} onClick={deeds.undo}>
                <IconArrowBackUp size={17} aria-hidden />
              </HeadIcon>
              <HeadIcon
                label="Redo (Ctrl Shift Z)"
                isOff={saving.stack.undone.length === 0}
                onClick={deeds.redo}
              >
                <IconArrowForwardUp size={17} aria-hidden />
              </HeadIcon>
            </Group>
          )}
          <Group gap={4}>
            <HeadIcon
              label="Previous subject ([)"
              isOff={neighbours.before === null}
              onClick={() => onGo(neighbours.before)}
            >
              <IconChevronLeft size={17} aria-hidden />
            </HeadIcon>
            <HeadIcon
              label="Next subject (])"
              isOff={neighbours.after === null}
              onClick={() => onGo(neighbours.after)}
            >
              <IconChevronRight size={17} aria-hidden />
            </HeadIcon>
          </Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconKeyboard size={16} aria-hidden />}
            rightSection={<Kbd size="xs">?</Kbd>}
            onClick={onHelp}
          >
            <Text span size="sm">
              Keys
            </Text>
          </Button>
        </>
      }
    />
  );
}

interface HeadIconProps {
  readonly label: string;
  readonly isOff: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function HeadIcon({ label, isOff, onClick, children }: HeadIconProps) {
  return (
    <Tooltip label={label} openDelay={300}>
      <ActionIcon variant="default" size={30} aria-label={label} disabled={isOff} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
