'use client';
import { ActionIcon, CopyButton, Group, TextInput, Tooltip } from '@mantine/core';
import { IconCheck, IconClipboard } from '@tabler/icons-react';

/** A small button that copies `value`; `what` names it, as in "Copy the checksum". */
export function CopyIcon({ value, what }: { readonly value: string; readonly what: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : `Copy ${what}`}>
          <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={`Copy ${what}`}>
            {copied ? <IconCheck size={14} aria-hidden /> : <IconClipboard size={14} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

export interface CopyLineProps {
  readonly value: string;
  /** What the text is, for the label of the field. */
  readonly label: string;
  readonly description?: string;
}

/** One line of text to copy; it can be selected as well, for pages where copying is not allowed. */
export function CopyLine({ value, label, description }: CopyLineProps) {
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        readOnly
        label={label}
        description={description}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        flex={1}
      />
      <div style={{ paddingBottom: 7 }}>
        <CopyIcon value={value} what={label.charAt(0).toLowerCase() + label.slice(1)} />
      </div>
    </Group>
  );
}
