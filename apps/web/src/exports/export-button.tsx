'use client';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { ExportDialog, type ExportDialogProps } from './export-dialog';

/** Opens the export of what a page shows. */
export function ExportButton(props: Omit<ExportDialogProps, 'onClose'>) {
  const [isOpen, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={dialog.open}>
        Export
      </Button>
      {isOpen && <ExportDialog {...props} onClose={dialog.close} />}
    </>
  );
}
