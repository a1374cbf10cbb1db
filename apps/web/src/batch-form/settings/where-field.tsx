import { Anchor, Group, Text, Textarea } from '@mantine/core';

export interface WhereFieldProps {
  readonly where: string;
  readonly onWhere: (where: string) => void;
  readonly onRemove: () => void;
  readonly message?: string;
}

/** The condition that settings must meet, with a mark where it cannot be read. */
export function WhereField({ where, onWhere, onRemove, message }: WhereFieldProps) {
  const column = columnIn(message);
  return (
    <div>
      <Group justify="space-between">
        <Text component="label" htmlFor="where" size="sm" fw={500}>
          Keep settings where
        </Text>
        <Anchor component="button" type="button" fz="xs" onClick={onRemove}>
          Remove the condition
        </Anchor>
      </Group>
      <Textarea
        id="where"
        value={where}
        onChange={(event) => onWhere(event.currentTarget.value.replaceAll('\n', ' '))}
        placeholder="weights.lambda_rigid > 2 * weights.lambda_rot and not (optimization.max_iterations in [5, 6])"
        autosize
        minRows={1}
        maxRows={6}
        error={message !== undefined}
        styles={{
          input: {
            color: 'var(--mantine-color-text)',
            fontFamily: 'var(--mantine-font-family-monospace)',
            fontSize: 13,
          },
        }}
        autoComplete="off"
        spellCheck={false}
        aria-describedby="where-about"
      />
      <div id="where-about">
        {message !== undefined && (
          <Text size="xs" c="var(--tone-failed)" mt={4} style={{ overflowWrap: 'anywhere' }}>
            {message}
          </Text>
        )}
        {column !== null && <Place text={where} column={column} />}
        <Text size="xs" c="dimmed" mt={4}>
          Parameters by their path, “input” and “replicate”; = != &lt; &lt;= &gt; &gt;=, in [1, 2], and, or,
          not, + − * / % ^, and functions such as log10(…), min(…, …). Texts stand in 'quotes'.
        </Text>
      </div>
    </div>
  );
}

/** The column that a message about an expression names, from 1. */
function columnIn(message: string | undefined): number | null {
  const found = /column (\d+)/.exec(message ?? '')?.[1];
  return found === undefined ? null : Number(found);
}

const charsAround = 24;

/** The text around the place, with the place marked. */
function Place({ text, column }: { readonly text: string; readonly column: number }) {
  const before = text.slice(Math.max(0, column - 1 - charsAround), column - 1);
  const at = text.slice(column - 1, column) || ' ';
  const after = text.slice(column, column + charsAround);
  return (
    <Text size="xs" ff="monospace" component="div" mt={2} style={{ whiteSpace: 'pre-wrap' }}>
      {column - 1 > charsAround && '…'}
      {before}
      <mark style={{ outline: '1.5px solid var(--tone-failed)', background: 'none', color: 'inherit' }}>
        {at}
      </mark>
      {after}
    </Text>
  );
}
