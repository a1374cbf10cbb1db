'use client';
import { Avatar, Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconKey, IconLogout } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { signOut } from '@/sign-in/session';
import { administratorPages } from './navigation';
import type { ShellData } from './queries';

const schemes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'Auto' },
];

/** Own account, colour scheme, administration where allowed, and signing out. */
export function AccountMenu({ user }: { readonly user: ShellData['me']['user'] }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  const leave = async () => {
    await signOut();
    client.clear();
    window.location.assign('/sign-in');
  };
  return (
    <Menu width={260} position="bottom-end" shadow="md" closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton aria-label={`Account of ${user.name}`} style={{ borderRadius: '50%' }}>
          <Avatar size={32} radius="xl" name={user.name} color="harbour" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} truncate c="var(--mantine-color-text)">
            {user.name}
          </Text>
          <Text size="xs" truncate>
            {user.email}
          </Text>
        </Menu.Label>
        <div style={{ padding: '4px 12px 8px' }}>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label="Colour scheme"
            data={schemes}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
          />
        </div>
        <Menu.Divider />
        <Menu.Item closeMenuOnClick component={Link} href="/account" leftSection={<IconKey size={16} />}>
          Password, mail and access tokens
        </Menu.Item>
        {user.isAdministrator &&
          administratorPages.map(({ label, href, icon: Icon }) => (
            <Menu.Item
              key={href}
              closeMenuOnClick
              component={Link}
              href={href}
              leftSection={<Icon size={16} />}
            >
              {label}
            </Menu.Item>
          ))}
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
