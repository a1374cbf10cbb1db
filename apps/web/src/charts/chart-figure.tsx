'use client';
import { Button, Table } from '@mantine/core';
import { IconChartDots, IconTable } from '@tabler/icons-react';
import { isValidElement, type ReactElement, type ReactNode, useId, useRef, useState } from 'react';
import classes from './charts.module.css';
import { DownloadMenu } from './download-menu';

export interface ChartTable {
  readonly headings: readonly string[];
  /** One row a mark; cells as texts with units where the heading has none. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
}

export interface ChartFigureProps {
  readonly title: ReactNode;
  /** What the chart shows, as one sentence: read out instead of the picture. */
  readonly finding: string;
  /** The numbers: as rows, or as a table of its own where rows do not suit them. */
  readonly table: ChartTable | ReactElement;
  readonly heightPx: number;
  /** Of the file that the chart is saved as, without ending. */
  readonly fileName: string;
  /** `group` where the chart holds controls of its own; a picture otherwise. */
  readonly role?: 'img' | 'group';
  /** Buttons beside the others while the chart is shown. */
  readonly tools?: ReactNode;
  /** `27 of 27 settings shown`: what entered the chart. */
  readonly shown?: string;
  /** The canvas; it fills the frame, which has its height from the start, so that nothing jumps. */
  readonly children: ReactNode;
}

/** A chart with a heading, a sentence for readers who do not see it, and its numbers as a table. */
export function ChartFigure(props: ChartFigureProps) {
  const { title, finding, table, heightPx, fileName, role = 'img', tools, shown, children } = props;
  const [asTable, setAsTable] = useState(false);
  const headingId = useId();
  const frame = useRef<HTMLDivElement>(null);
  return (
    <figure className={classes.figure} aria-labelledby={headingId}>
      <figcaption className={classes.caption}>
        <span id={headingId} className={classes.title}>
          {title}
        </span>
        <span className={classes.tools}>
          {!asTable && tools}
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-pressed={asTable}
            leftSection={
              asTable ? <IconChartDots size={13} aria-hidden /> : <IconTable size={13} aria-hidden />
            }
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? 'Show as chart' : 'Show as table'}
          </Button>
          {!asTable && <DownloadMenu frame={frame} name={fileName} />}
        </span>
      </figcaption>
      {asTable ? (
        <section
          className={classes.tableBox}
          style={{ height: heightPx }}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
          tabIndex={0}
          aria-labelledby={headingId}
        >
          {isValidElement(table) ? table : <NumbersTable table={table} />}
        </section>
      ) : (
        <div
          ref={frame}
          className={classes.frame}
          style={{ height: heightPx }}
          {...{ role, 'aria-label': finding }}
        >
          {children}
        </div>
      )}
      {shown && <p className={`${classes.shown} numeric`}>{shown}</p>}
    </figure>
  );
}

function NumbersTable({ table }: { readonly table: ChartTable }) {
  return (
    <Table fz="xs" verticalSpacing={4} horizontalSpacing={8} stickyHeader>
      <Table.Thead>
        <Table.Tr>
          {table.headings.map((heading) => (
            <Table.Th key={heading} scope="col">
              {heading}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody className="numeric">
        {table.rows.map((row) => (
          <Table.Tr key={row.key}>
            {row.cells.map((cell, index) => (
              <Table.Td key={table.headings[index]}>{cell}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
