'use client';
import { Text } from '@mantine/core';
import { useState } from 'react';
import { BulkBar } from '@/bulk-actions/bulk-bar';
import { BulkPanel } from '@/bulk-actions/bulk-panel';
import type { JobFilter } from '@/bulk-actions/queries';
import { type JobSelection, nothingSelected } from '@/bulk-actions/selection';
import { counted } from '@/formatting/numbers';
import { useCurrentProject } from '@/projects/project-frame';
import { withoutListedChunks } from './chunk-counts';
import { JobTable, type JobTableProps } from './job-table';

export interface SelectableJobsProps extends Omit<JobTableProps, 'selection' | 'onSelection'> {
  readonly hasMore: boolean;
  /** Which jobs the list is about, shown or not. */
  readonly filter: JobFilter;
}

/** A table of jobs of which some, or all that match, can be chosen and acted on; for those who may only look, a table. */
export function SelectableJobs({ hasMore, filter, jobs, ...rest }: SelectableJobsProps) {
  const project = useCurrentProject();
  const listed = withoutListedChunks(jobs);
  const table = { ...rest, jobs: listed };
  const chunks = <ListedElsewhere chunks={jobs.length - listed.length} />;
  const [selection, setSelection] = useState<JobSelection>(nothingSelected);
  const [bulkActionId, setBulkActionId] = useState<string | null>(null);
  if (!project.may('run')) {
    return (
      <>
        <JobTable {...table} />
        {chunks}
      </>
    );
  }
  return (
    <>
      {bulkActionId !== null && (
        <div style={{ marginBottom: 12 }}>
          <BulkPanel key={bulkActionId} bulkActionId={bulkActionId} onClose={() => setBulkActionId(null)} />
        </div>
      )}
      <BulkBar
        selection={selection}
        onSelection={setSelection}
        page={table.jobs}
        hasMore={hasMore}
        filter={filter}
        onStarted={setBulkActionId}
      />
      <JobTable {...table} selection={selection} onSelection={setSelection} />
      {chunks}
    </>
  );
}

function ListedElsewhere({ chunks }: { readonly chunks: number }) {
  if (chunks === 0) return null;
  return (
    <Text size="xs" c="dimmed" mt={6}>
      {counted(chunks, 'chunk')} {chunks === 1 ? 'is' : 'are'} listed under{' '}
      {chunks === 1 ? 'its job' : 'their jobs'}.
    </Text>
  );
}
