import { Textarea, type TextareaProps } from '@mantine/core';

/** Text of a file to write: monospace, unwrapped. The frame alone shows an error: pages of red text are hard to mend. */
export function CodeArea(props: TextareaProps) {
  return (
    <Textarea
      autosize
      minRows={14}
      maxRows={34}
      autoComplete="off"
      spellCheck={false}
      styles={{
        input: {
          color: 'var(--mantine-color-text)',
          fontFamily: 'var(--mantine-font-family-monospace)',
          fontSize: 13,
          whiteSpace: 'pre',
          overflowX: 'auto',
          lineHeight: 1.5,
        },
      }}
      {...props}
    />
  );
}
