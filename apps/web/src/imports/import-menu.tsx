'use client';
import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconTableImport } from '@tabler/icons-react';
import Link from 'next/link';
import { useCurrentProject } from '@/projects/project-frame';
import { kindWords } from './kinds';
import type { ImportKind } from './queries';

export interface ImportMenuProps {
  readonly kinds: readonly ImportKind[];
  /** What the rows are jobs of, where that is chosen. */
  readonly pipeline?: string;
}

/** Ways from a page to the sheets that belong to it; absent for those who may not edit. */
export function ImportMenu({ kinds, pipeline }: ImportMenuProps) {
  const project = useCurrentProject();
  if (!project.may('edit')) return null;
  const target = pipeline === undefined ? '' : `&pipeline=${encodeURIComponent(pipeline)}`;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconTableImport size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          From a sheet
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map((kind) => (
          <Menu.Item key={kind} component={Link} href={project.at(`/imports/new?kind=${kind}${target}`)}>
            {kindWords[kind].title}
            <div style={{ fontSize: 12, color: 'var(--mantine-color-dimmed)' }}>
              {kindWords[kind].description}
            </div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
