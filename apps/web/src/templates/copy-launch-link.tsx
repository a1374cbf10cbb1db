'use client';
import { Button, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconLink } from '@tabler/icons-react';

export interface CopyLaunchLinkProps {
  /** Path and query on this server. */
  readonly path: string;
  readonly label?: string;
  readonly size?: string;
}

/** Copies the address of a filled-in form, to send on or to keep. Opening it starts nothing. */
export function CopyLaunchLink({ path, label, size }: CopyLaunchLinkProps) {
  const origin = typeof window === 'undefined' ? '' : window.location.origin;
  return (
    <CopyButton value={`${origin}${path}`}>
      {({ copied, copy }) => (
        <Tooltip
          label={label ?? 'The address of a new batch, filled in with this version. It starts nothing.'}
        >
          <Button
            variant="default"
            size={size ?? 'sm'}
            onClick={copy}
            leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconLink size={16} aria-hidden />}
          >
            {copied ? 'Copied' : 'Copy link'}
          </Button>
        </Tooltip>
      )}
    </CopyButton>
  );
}
