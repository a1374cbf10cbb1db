'use client';
import { Group, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react';
import Link from 'next/link';
import type { ShellData } from './queries';
import classes from './shell.module.css';

export interface ProjectSwitcherProps {
  readonly projects: ShellData['projects'];
  readonly slug: string | null;
}

/** Names the current project and leads to the others. */
export function ProjectSwitcher({ projects, slug }: ProjectSwitcherProps) {
  const current = projects.find((project) => project.slug === slug);
  return (
    <Menu width={280} position="bottom-start" shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.switcher} aria-label="Switch project">
          <Text size="sm" fw={600} truncate flex={1}>
            {current?.name ?? 'Choose a project'}
          </Text>
          <IconSelector size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah={400} style={{ overflowY: 'auto' }}>
        {projects.length > 0 && <Menu.Label>Projects</Menu.Label>}
        {projects.map((project) => (
          <Menu.Item key={project.id} component={Link} href={`/projects/${project.slug}`}>
            <Group gap="xs" wrap="nowrap">
              <Text size="sm" truncate flex={1}>
                {project.name}
              </Text>
              {project.slug === slug && <IconCheck size={14} aria-label="current" />}
            </Group>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} href="/" leftSection={<IconPlus size={14} />}>
          All projects, new project
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
