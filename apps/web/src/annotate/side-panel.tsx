'use client';
import { Accordion, Stack, Title } from '@mantine/core';
import { useCurrentProject } from '@/projects/project-frame';
import { AgreementPanel } from './agreement/agreement-panel';
import classes from './annotate.module.css';
import type { Bench } from './bench/use-bench';
import type { RangeDraft } from './bench/use-range';
import type { Fields } from './commands';
import { DraftFields } from './labels/draft-fields';
import { LabelPanel } from './labels/label-panel';
import { RangeInput } from './range/range-input';
import { RefusedList } from './saving/refused-list';
import { LandmarkList } from './statements/landmark-list';
import { OlderResults } from './statements/older-results';

export interface SidePanelProps {
  readonly bench: Bench;
  readonly range: RangeDraft;
  readonly fields: Fields;
}

/** Labels to give and the frames they go to. */
export function SidePanel({ bench, range, fields }: SidePanelProps) {
  const { session, saving, kinds, activeKind, coverage, mayEdit } = bench;
  const leave = () => (document.activeElement as HTMLElement | null)?.blur();
  return (
    <Stack gap="md" className={classes.side}>
      <RefusedList
        entries={saving.save.entries}
        onRetry={session.saver.retry}
        onDiscard={session.saver.discard}
      />
      <OlderResults bench={bench} />
      <LabelPanel
        kinds={kinds}
        activeKind={activeKind?.name ?? ''}
        coverageOf={coverage.of}
        otherValues={(kind) => coverage.valuesOf(kind).filter((value) => !isTerm(bench, kind, value))}
        onKind={bench.setKind}
        onLabel={(kind, value) => {
          bench.setKind(kind);
          bench.deeds.label(kind, value);
        }}
        isReadOnly={!mayEdit}
      />
      {bench.count > 0 && (
        <RangeInput
          inputRef={fields.range}
          value={range.text}
          onValue={range.setText}
          preview={range.preview}
          onChoose={(positions) => {
            bench.choose.pick(positions);
            range.setText('');
          }}
          onLeave={leave}
        />
      )}
      {mayEdit && activeKind && (
        <DraftFields
          kind={activeKind}
          draft={bench.draft}
          onDraft={bench.setDraft}
          noteRef={fields.note}
          confidenceRef={fields.confidence}
        />
      )}
      <section>
        <Title order={3} mb={6}>
          Landmarks
        </Title>
        <LandmarkList bench={bench} inputRef={fields.landmark} />
      </section>
      <Agreement bench={bench} />
    </Stack>
  );
}

function isTerm({ kinds }: Bench, kind: string, value: string): boolean {
  return kinds.find(({ name }) => name === kind)?.terms.some(({ name }) => name === value) ?? false;
}

/** Asked for only when it is opened: it counts over the whole project. */
function Agreement({ bench }: { readonly bench: Bench }) {
  const { slug } = useCurrentProject();
  return (
    <Accordion variant="contained" keepMounted={false}>
      <Accordion.Item value="agreement">
        <Accordion.Control fz="sm" fw={600}>
          Agreement between annotators
        </Accordion.Control>
        <Accordion.Panel>
          <AgreementPanel slug={slug} kinds={bench.kinds} />
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
