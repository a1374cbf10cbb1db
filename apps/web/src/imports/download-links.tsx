import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useCurrentProject } from '@/projects/project-frame';
import type { WholeImport } from './queries';

/** Rows with errors as a workbook with their reasons, to be mended elsewhere. */
export function RejectedLink({ draft, label }: { readonly draft: WholeImport; readonly label: string }) {
  const project = useCurrentProject();
  return <Download href={project.at(`/imports/${draft.id}/rejected.xlsx`)} label={label} />;
}

/** The sheet as it came, with what became of each row beside it. */
export function ResultsLink({ draft }: { readonly draft: WholeImport }) {
  const project = useCurrentProject();
  const format = draft.format === 'xlsx' ? 'xlsx' : 'csv';
  return (
    <Download
      href={project.at(`/imports/${draft.id}/results.${format}`)}
      label="Download my sheet with results"
    />
  );
}

function Download({ href, label }: { readonly href: string; readonly label: string }) {
  return (
    <Button
      component="a"
      href={href}
      download
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
    >
      {label}
    </Button>
  );
}
