'use client';
import { Button, Group, Tabs, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { hasExtension } from '@/files/extension';
import { filesQuery } from '@/files/queries';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import type { Step } from './check/problems-of';
import { placeOf, useCheck } from './check/use-check';
import { newPoint, type Pixel } from './draft/draft';
import type { StoredScaffold } from './draft/stored-draft';
import { markersOf, withMoved } from './markers';
import { PointsStep } from './points/points-step';
import classes from './river.module.css';
import { SaveStep } from './save/save-step';
import { SearchStep } from './search/search-step';
import { type Bank, SectionStep } from './section/section-step';
import { type ChosenFile, FrameChoice } from './stage/frame-choice';
import { FrameStage } from './stage/frame-stage';
import { Overlay } from './stage/overlay';
import { useFrame, useVideoSummary } from './stage/use-frame';
import { useScaffold } from './use-scaffold';

export interface ScaffoldEditorProps {
  readonly videoExtensions: readonly string[];
  readonly pictureExtensions: readonly string[];
  /** File of the project whose scaffold is opened; null: a new one. */
  readonly openedId: string | null;
  readonly opened: StoredScaffold | null;
  /** File whose frame is shown at first. */
  readonly firstFrameId: string | null;
}

type Tab = Exclude<Step, 'frame'> | 'save';

/** Makes the scaffold of a river site by clicking on a frame of its video. */
export function ScaffoldEditor(props: ScaffoldEditorProps) {
  const project = useCurrentProject();
  const scaffold = useScaffold(project.slug, props.openedId, props.opened);
  const { draft, change } = scaffold;
  const { check, error } = useCheck(project.slug, draft);
  const [tab, setTab] = useState<Tab>('points');
  const [selectedKey, setSelectedKey] = useState<string | null>(null);
  const [clickedBank, setClickedBank] = useState<Bank | null>(null);
  const [isDrawing, setDrawing] = useState(false);
  const { firstFrameId } = props;
  const { showFrame } = scaffold;
  useEffect(() => {
    if (firstFrameId !== null) showFrame({ frameFileId: firstFrameId });
  }, [firstFrameId, showFrame]);
  const shown = useShownFrame(project.slug, props, scaffold);
  const place = usePlace({
    slug: project.slug,
    scaffold,
    tab,
    clickedBank,
    setClickedBank,
    isDrawing,
    selectedKey,
    setSelectedKey,
  });
  const markers = markersOf(draft, check);
  const step = { draft, onChange: change, check };
  const shownTab = { value: tab, onChange: (value: string | null) => value !== null && setTab(value as Tab) };
  return (
    <>
      <PageHead
        title={props.openedId === null ? 'New scaffold' : `Scaffold: ${draft.title || 'unnamed'}`}
        crumbs={[project.crumb, { label: 'Files', href: project.at('/files') }]}
        description="What stays the same at a river site: the camera's place, the cross-section, and where velocities are looked for. One scaffold serves all videos of that camera."
        actions={
          scaffold.isContinued && (
            <Button variant="default" onClick={scaffold.discard}>
              Begin anew
            </Button>
          )
        }
      />
      <div className={classes.editor}>
        <div className={classes.stage}>
          <Panel>
            <FrameChoice
              slug={project.slug}
              mayUpload={project.may('upload')}
              extensions={[...props.videoExtensions, ...props.pictureExtensions]}
              file={shown.file}
              onFile={(file) => shown.choose(file)}
              video={shown.video}
              timeS={scaffold.timeS}
              onTime={(timeS) => showFrame({ timeS })}
            />
            <ProblemList error={shown.error} />
            <div style={{ marginTop: 12 }}>
              {shown.frame ? (
                <FrameStage
                  frame={shown.frame}
                  markers={markers}
                  selectedKey={selectedKey}
                  onSelect={(key) => {
                    setSelectedKey(key);
                    if (key !== null && !Number.isNaN(Number(key))) setTab('points');
                  }}
                  isPlacing={place.isPlacing}
                  onPlace={place.at}
                  onMove={(key, pixel) => change((now) => withMoved(now, key, pixel))}
                  onRemove={(key) =>
                    change((now) => ({ points: now.points.filter((point) => String(point.key) !== key) }))
                  }
                  hint={place.hint}
                >
                  <Overlay
                    sectionLine={check?.sectionLine ?? []}
                    searchLines={check?.searchLines ?? []}
                    searchWindows={check?.searchWindows ?? []}
                    region={draft.region}
                  />
                </FrameStage>
              ) : (
                shown.file === null && (
                  <Empty title="Choose a frame first">
                    A video of the camera, or a picture of the same size, on which the control points are
                    seen.
                  </Empty>
                )
              )}
            </div>
            <SizeNote
              draft={draft}
              frame={shown.frame}
              onTake={() => shown.frame && change(sizeOf(shown.frame))}
            />
          </Panel>
        </div>
        <Panel className={classes.steps}>
          <ProblemList error={error} />
          <Tabs {...shownTab} keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="points" px={8}>
                1. Points
              </Tabs.Tab>
              <Tabs.Tab value="section" px={8}>
                2. Section
              </Tabs.Tab>
              <Tabs.Tab value="search" px={8}>
                3. Search
              </Tabs.Tab>
              <Tabs.Tab value="save" px={8}>
                4. Save
              </Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="points">
              <PointsStep {...step} selectedKey={selectedKey} onSelect={setSelectedKey} />
            </Tabs.Panel>
            <Tabs.Panel value="section">
              <SectionStep {...step} clicked={clickedBank} onClicked={setClickedBank} />
            </Tabs.Panel>
            <Tabs.Panel value="search">
              <SearchStep {...step} isDrawing={isDrawing} onDrawing={setDrawing} />
            </Tabs.Panel>
            <Tabs.Panel value="save">
              <SaveStep
                {...step}
                videoId={shown.isVideo ? (shown.file?.id ?? null) : null}
                onStep={(step) => setTab(step === 'frame' ? 'points' : step)}
              />
            </Tabs.Panel>
          </Tabs>
        </Panel>
      </div>
    </>
  );
}

type Scaffold = ReturnType<typeof useScaffold>;

const sizeOf = ({ widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number }) => ({
  widthPx,
  heightPx,
});

/** The frame on the stage; a scaffold without a size takes the first one's. */
function useShownFrame(slug: string, props: ScaffoldEditorProps, scaffold: Scaffold) {
  const { frameFileId, timeS, draft, change, showFrame } = scaffold;
  const [chosen, setChosen] = useState<ChosenFile | null>(null);
  const extensions = [...props.videoExtensions, ...props.pictureExtensions];
  const isKnown = chosen?.id === frameFileId;
  // The name of a file that the address or a former visit names.
  const listed = useApi(
    filesQuery,
    { slug, first: 500, search: null, extensions },
    { enabled: frameFileId !== null && !isKnown },
  );
  const found = listed.data?.project.files.nodes.find(({ id }) => id === frameFileId) ?? null;
  const file = frameFileId === null ? null : isKnown ? chosen : found;
  const isVideo = file !== null && hasExtension(file.name, props.videoExtensions);
  const frame = useFrame(file?.id ?? null, isVideo, timeS);
  const video = useVideoSummary(isVideo ? file.id : null);
  useEffect(() => {
    if (frame.data && draft.widthPx === null) change(sizeOf(frame.data));
  }, [frame.data, draft.widthPx, change]);
  return {
    file,
    isVideo,
    frame: frame.data ?? null,
    video: isVideo ? (video.data ?? null) : null,
    error: frame.error ?? video.error,
    choose: (next: ChosenFile) => {
      setChosen(next);
      showFrame({ frameFileId: next.id, timeS: 0 });
    },
  };
}

interface SizeNoteProps {
  readonly draft: Scaffold['draft'];
  readonly frame: { readonly widthPx: number; readonly heightPx: number } | null;
  readonly onTake: () => void;
}

/** Points clicked in frames of one size mean nothing in those of another. */
function SizeNote({ draft: { widthPx, heightPx }, frame, onTake }: SizeNoteProps) {
  if (frame === null || widthPx === null || (frame.widthPx === widthPx && frame.heightPx === heightPx))
    return null;
  return (
    <Group gap="xs" mt="sm" role="alert">
      <Text size="sm" c="var(--tone-failed)">
        This frame has {frame.widthPx} × {frame.heightPx} pixels, the scaffold {widthPx} × {heightPx}: its
        points do not fit this frame.
      </Text>
      <Button size="compact-sm" variant="default" onClick={onTake}>
        Make it for this size
      </Button>
    </Group>
  );
}

interface PlaceOptions {
  readonly slug: string;
  readonly scaffold: Scaffold;
  readonly tab: Tab;
  readonly clickedBank: Bank | null;
  readonly setClickedBank: (bank: Bank | null) => void;
  readonly isDrawing: boolean;
  readonly selectedKey: string | null;
  readonly setSelectedKey: (key: string | null) => void;
}

/** What a click in the frame does: it depends on the step. */
function usePlace(options: PlaceOptions) {
  const { slug, scaffold, tab, clickedBank, setClickedBank, isDrawing, selectedKey, setSelectedKey } =
    options;
  const { draft, change } = scaffold;
  const selected = draft.points.find(({ key }) => String(key) === selectedKey);
  const waiting =
    (selected?.pixel === null ? selected : undefined) ?? draft.points.find(({ pixel }) => pixel === null);
  const placeBank = async (bank: Bank, pixel: Pixel) => {
    const place = await placeOf(slug, draft, pixel);
    if (place === null) {
      notifications.show({
        color: 'red',
        message: 'The camera does not see the water there. Click below the horizon.',
      });
      return;
    }
    const [x, y] = [place.x.toFixed(3), place.y.toFixed(3)];
    const end = bank === 'start' ? { startX: x, startY: y } : { endX: x, endY: y };
    change((now) => ({ section: { ...now.section, ...end } }));
    setClickedBank(bank === 'start' && draft.section.endX === '' ? 'end' : null);
  };
  const placePoint = (pixel: Pixel) => {
    if (waiting) {
      change((now) => withMoved(now, String(waiting.key), pixel));
      setSelectedKey(String(waiting.key));
      return;
    }
    const point = newPoint(draft.points, pixel);
    change((now) => ({ points: [...now.points, point] }));
    setSelectedKey(String(point.key));
  };
  if (tab === 'section' && clickedBank !== null) {
    return {
      at: (pixel: Pixel) =>
        void placeBank(clickedBank, pixel).catch((error: Error) =>
          notifications.show({ color: 'red', message: error.message }),
        ),
      isPlacing: true,
      hint: `Click the ${clickedBank} of the section, at the water.`,
    };
  }
  if (tab === 'search' && isDrawing) {
    return {
      at: (pixel: Pixel) => change((now) => ({ region: [...now.region, pixel] })),
      isPlacing: true,
      hint: 'Click the corners of the region, one after the other.',
    };
  }
  if (tab === 'points') {
    return {
      at: placePoint,
      isPlacing: false,
      hint: waiting ? `Click ${waiting.name}.` : 'Click to add a control point; drag one to move it.',
    };
  }
  return { at: () => undefined, isPlacing: false, hint: 'Drag to move the picture.' };
}
