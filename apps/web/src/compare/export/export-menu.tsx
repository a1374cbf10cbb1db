'use client';
import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { exportLinks } from './export-links';

/** The comparison as documents and as a bundle. @param search query string of the page */
export function ExportMenu({ slug, search }: { readonly slug: string; readonly search: string }) {
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
        {exportLinks(slug, search).map(({ label, about, href, download }) => (
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
