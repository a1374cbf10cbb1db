'use client';
import { useDisclosure } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { useCurrentProject } from '@/projects/project-frame';
import { placeFrom } from './address/place';
import classes from './annotate.module.css';
import { type BenchOptions, useBench } from './bench/use-bench';
import { useNeighbours } from './bench/use-neighbours';
import { useRange } from './bench/use-range';
import { useViewer } from './bench/use-viewer';
import { BenchHead } from './bench-head';
import { type Fields, runCommand } from './commands';
import { Help } from './keys/help';
import type { KeyAction } from './keys/key-map';
import { useKeys } from './keys/use-keys';
import { SidePanel } from './side-panel';
import { Stage } from './stage';
import { StatementList } from './statements/statement-list';

/** The annotate page of one subject: frames and timeline on the left, what is said of them on the right. */
export function Workbench(options: Omit<BenchOptions, 'firstKind'>) {
  const project = useCurrentProject();
  const router = useRouter();
  const bench = useBench({
    ...options,
    firstKind: placeFrom(new URLSearchParams(window.location.search)).kind,
  });
  const viewer = useViewer(bench);
  const range = useRange(bench);
  const neighbours = useNeighbours(project.slug, bench.subject.level, bench.subject.name);
  const [helpOpened, help] = useDisclosure(false);
  const fields = useFields();
  const goTo = (name: string | null) => {
    if (name !== null) router.push(project.at(`/annotate/${encodeURIComponent(name)}`));
  };
  const act = (action: KeyAction) => runCommand(action, { bench, viewer, fields, neighbours, goTo, help });
  const activeKind = bench.activeKind?.name ?? '';
  useKeys(bench.kinds, activeKind, act);
  return (
    <>
      <BenchHead bench={bench} neighbours={neighbours} onGo={goTo} onHelp={help.open} />
      <div className={classes.bench}>
        <div className={classes.stage}>
          <Stage bench={bench} viewer={viewer} previewed={range.preview?.positions ?? []} />
          <StatementList bench={bench} />
        </div>
        <SidePanel bench={bench} range={range} fields={fields} />
      </div>
      <Help opened={helpOpened} onClose={help.close} kinds={bench.kinds} activeKind={activeKind} />
    </>
  );
}

function useFields(): Fields {
  return {
    range: useRef<HTMLInputElement>(null),
    landmark: useRef<HTMLInputElement>(null),
    note: useRef<HTMLInputElement>(null),
    confidence: useRef<HTMLInputElement>(null),
  };
}
