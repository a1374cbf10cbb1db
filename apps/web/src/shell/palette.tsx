'use client';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import {
  IconGridDots,
  IconHome,
  IconKey,
  IconPlus,
  IconSearch,
  IconStack2,
  IconTableImport,
  IconTags,
} from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useApi } from '@/graphql/hooks';
import { importKinds, kindWords } from '@/imports/kinds';
import { batchLooks } from '@/states/look';
import { administratorPages, type Destination, projectPages } from './navigation';
import { paletteQuery, type ShellData } from './queries';

export interface PaletteProps {
  readonly projects: ShellData['projects'];
  readonly slug: string | null;
  readonly isAdministrator: boolean;
}

/** Ctrl/⌘ K: every page, project, batch, design and subject by name. */
export function Palette({ projects, slug, isAdministrator }: PaletteProps) {
  const router = useRouter();
  const go = (href: string) => () => router.push(href);
  const { data, refetch } = useApi(paletteQuery, { slug: slug ?? '' }, { enabled: slug !== null });
  const groups: SpotlightActionGroupData[] = [
    { group: 'Pages', actions: [...pagesOf(slug, go), ...generalPages(go, isAdministrator)] },
    {
      group: 'Projects',
      actions: projects.map((project) => ({
        id: `project-${project.id}`,
        label: project.name,
        description: project.slug,
        onClick: go(`/projects/${project.slug}`),
      })),
    },
    {
      group: 'Batches',
      actions: (data?.project.batches.nodes ?? []).map((batch) => ({
        id: `batch-${batch.id}`,
        label: batch.name,
        description: batchLooks[batch.state].word,
        leftSection: <IconStack2 size={18} />,
        onClick: go(`/projects/${slug}/batches/${batch.id}`),
      })),
    },
    {
      group: 'Designs',
      actions: (data?.project.designs.nodes ?? []).map((design) => ({
        id: `design-${design.id}`,
        label: design.name,
        leftSection: <IconGridDots size={18} />,
        onClick: go(`/projects/${slug}/designs/${design.id}`),
      })),
    },
    {
      group: 'Subjects',
      actions: (data?.project.subjects.nodes ?? []).map((subject) => ({
        id: `subject-${subject.id}`,
        label: subject.name,
        description: `Annotate this ${subject.level}`,
        leftSection: <IconTags size={18} />,
        onClick: go(`/projects/${slug}/annotate/${encodeURIComponent(subject.name)}`),
      })),
    },
  ];
  return (
    <Spotlight
      actions={groups.filter((group) => group.actions.length > 0)}
      shortcut="mod + K"
      onSpotlightOpen={() => void (slug !== null && refetch())}
      nothingFound="Nothing of that name."
      highlightQuery
      scrollable
      maxHeight={420}
      searchProps={{ leftSection: <IconSearch size={18} />, placeholder: 'Go to a page, project or batch…' }}
    />
  );
}

type Go = (href: string) => () => void;

function pagesOf(slug: string | null, go: Go): SpotlightActionGroupData['actions'] {
  if (slug === null) return [];
  const start = {
    id: 'new-batch',
    label: 'New batch',
    description: 'Pick a pipeline, inputs and parameters',
    leftSection: <IconPlus size={18} />,
    onClick: go(`/projects/${slug}/batches/new`),
  };
  const imports = importKinds.map((kind) => ({
    id: `import-${kind}`,
    label: `Import ${kindWords[kind].title.toLowerCase()} from a sheet`,
    description: kindWords[kind].description,
    leftSection: <IconTableImport size={18} />,
    onClick: go(`/projects/${slug}/imports/new?kind=${kind}`),
  }));
  return [start, ...projectPages(slug).map(entryOf(go)), ...imports];
}

const entryOf =
  (go: Go) =>
  ({ label, href, description, icon: Icon }: Destination) => ({
    id: href,
    label,
    description,
    leftSection: <Icon size={18} />,
    onClick: go(href),
  });

function generalPages(go: Go, isAdministrator: boolean): SpotlightActionGroupData['actions'] {
  return [
    { id: 'home', label: 'My projects', leftSection: <IconHome size={18} />, onClick: go('/') },
    {
      id: 'account',
      label: 'Password and access tokens',
      leftSection: <IconKey size={18} />,
      onClick: go('/account'),
    },
    ...(isAdministrator ? administratorPages.map(entryOf(go)) : []),
  ];
}
