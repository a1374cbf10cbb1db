/** The pages of a project and of administrators: sidebar, account menu and command palette derive from these lists. */
import {
  IconCalendarTime,
  IconChartDots3,
  IconFiles,
  IconFolderSearch,
  IconGridDots,
  IconHistory,
  IconLayoutDashboard,
  IconListDetails,
  IconMail,
  type IconProps,
  IconRoute,
  IconServer2,
  IconSettings,
  IconStack2,
  IconTableImport,
  IconTags,
  IconTemplate,
  IconTerminal2,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

export interface Destination {
  readonly label: string;
  readonly href: string;
  readonly icon: ComponentType<IconProps>;
  /** What is found there, for the command palette. */
  readonly description: string;
  /** Addresses elsewhere that belong to it. */
  readonly also?: string;
}

/** All pages of one project, in the order of the sidebar. */
export function projectPages(slug: string): readonly Destination[] {
  const at = (path: string) => `/projects/${slug}${path}`;
  return [
    { label: 'Overview', href: at(''), icon: IconLayoutDashboard, description: 'What runs and what failed' },
    { label: 'Batches', href: at('/batches'), icon: IconStack2, description: 'Jobs started together' },
    {
      label: 'Designs',
      href: at('/designs'),
      icon: IconGridDots,
      description: 'What to try, and what is covered',
    },
    {
      label: 'Templates',
      href: at('/templates'),
      icon: IconTemplate,
      description: 'Parameters, options and shared files that are used again',
    },
    { label: 'Jobs', href: at('/jobs'), icon: IconListDetails, description: 'Every single computation' },
    { label: 'Compare', href: at('/compare'), icon: IconChartDots3, description: 'Which setting is best' },
    {
      label: 'Files',
      href: at('/files'),
      icon: IconFiles,
      description: 'Inputs of this project',
      also: at('/scaffolds'),
    },
    {
      label: 'Subjects',
      href: at('/subjects'),
      icon: IconTags,
      description: 'Frames and what is said of them',
      also: at('/annotate'),
    },
    {
      label: 'Imports',
      href: at('/imports'),
      icon: IconTableImport,
      description: 'Spreadsheets on their way in, and what they did',
    },
    {
      label: 'Schedules',
      href: at('/schedules'),
      icon: IconCalendarTime,
      description: 'Batches that start by the clock',
    },
    {
      label: 'Watched folders',
      href: at('/watched-folders'),
      icon: IconFolderSearch,
      description: 'Files that are run as they come',
    },
    {
      label: 'Changes',
      href: at('/changes'),
      icon: IconHistory,
      description: 'Who changed what, with undo',
    },
    {
      label: 'Pipelines',
      href: at('/pipelines'),
      icon: IconRoute,
      description: 'Kinds of processing and their parameters',
    },
    { label: 'Members', href: at('/members'), icon: IconUsers, description: 'Who may see and run what' },
    { label: 'Settings', href: at('/settings'), icon: IconSettings, description: 'Name and description' },
  ];
}

/** Of the whole installation, for administrators alone. */
export const administratorPages: readonly Destination[] = [
  {
    label: 'People and workers',
    href: '/admin',
    icon: IconServer2,
    description: 'Who may sign in, and what computes',
  },
  {
    label: 'Pipelines and secrets',
    href: '/admin/pipelines',
    icon: IconTerminal2,
    description: 'Pipelines of commands, and the passwords they use',
  },
  {
    label: 'Mail and webhooks',
    href: '/admin/mail',
    icon: IconMail,
    description: 'Mail server, and networks that webhooks may reach',
  },
];

/** The page of `pages` that a path belongs to: the longest address it starts with. */
export function currentPage(pages: readonly Destination[], path: string): Destination | undefined {
  return [...pages]
    .sort((a, b) => b.href.length - a.href.length)
    .find(({ href, also }) => isWithin(path, href) || (also !== undefined && isWithin(path, also)));
}

function isWithin(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}
