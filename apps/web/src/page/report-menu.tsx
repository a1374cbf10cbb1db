'use client';
import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';

/** One form in which a report can be had. */
export interface ReportLink {
  readonly label: string;
  readonly about: string;
  readonly href: string;
  /** Saved as a file instead of shown. */
  readonly download: boolean;
}

/** A report in all its forms. */
export function ReportMenu({ links }: { readonly links: readonly ReportLink[] }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          Report
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {links.map(({ label, about, href, download }) => (
          <Menu.Item
            key={label}
            component="a"
            href={href}
            target={download ? undefined : '_blank'}
            rel={download ? undefined : 'noreferrer'}
            download={download || undefined}
          >
            {label}
            <div style={{ fontSize: 12, color: 'var(--mantine-color-dimmed)' }}>{about}</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
