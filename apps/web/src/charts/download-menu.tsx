'use client';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { download, type PictureFormat, pictureFormats } from './download';
import { drawingOf } from './drawing';
import { useChartColors } from './use-chart-colors';

export interface DownloadMenuProps {
  /** Box around the canvas. */
  readonly frame: RefObject<HTMLElement | null>;
  /** Of the file, without ending. */
  readonly name: string;
}

const words: Readonly<Record<PictureFormat, string>> = { png: 'Picture (PNG)', svg: 'Lines (SVG)' };

/** Saves the chart in a frame as it looks now. */
export function DownloadMenu({ frame, name }: DownloadMenuProps) {
  const { surface } = useChartColors();
  const save = (format: PictureFormat) => {
    const canvas = frame.current?.querySelector('canvas');
    const drawing = canvas && drawingOf(canvas);
    if (drawing) void download(drawing, format, { name, background: surface });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Download ${name}`} title="Download">
          <IconDownload size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {pictureFormats.map((format) => (
          <Menu.Item key={format} onClick={() => save(format)}>
            {words[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
