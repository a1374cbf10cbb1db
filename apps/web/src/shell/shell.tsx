'use client';
import { AppShell, Box, Burger, Group, Kbd, NavLink, Stack, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import Image from 'next/image';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { AccountMenu } from './account-menu';
import { currentPage, projectPages } from './navigation';
import { Palette } from './palette';
import { ProjectSwitcher } from './project-switcher';
import { type ShellData, shellQuery } from './queries';
import classes from './shell.module.css';
import { useProjectSlug } from './use-project-slug';

/** The frame of every signed-in page: header, sidebar inside a project, command palette. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const slug = useProjectSlug();
  const path = usePathname();
  const { data, error, refetch } = useApi(shellQuery, {});
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes whenever the page changes
  useEffect(close, [path]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{
        width: 224,
        breakpoint: 'sm',
        collapsed: { mobile: !opened || slug === null, desktop: slug === null },
      }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <AppShell.Header px="md" bg="var(--surface)">
        <Header
          data={data}
          burger={
            slug !== null && (
              <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Menu" />
            )
          }
        />
      </AppShell.Header>
      {slug !== null && (
        <AppShell.Navbar p="sm" bg="var(--surface)">
          <Sidebar slug={slug} path={path} data={data} />
        </AppShell.Navbar>
      )}
      <AppShell.Main id="content">
        <Box maw={1440} mx="auto">
          {data ? children : error ? <Failure error={error} retry={refetch} /> : <LoadingPage />}
        </Box>
      </AppShell.Main>
      {data && (
        <Palette projects={data.projects} slug={slug} isAdministrator={data.me.user.isAdministrator} />
      )}
    </AppShell>
  );
}

function Header({ data, burger }: { readonly data: ShellData | undefined; readonly burger: ReactNode }) {
  return (
    <Group h="100%" justify="space-between" wrap="nowrap">
      <Group gap="sm" wrap="nowrap">
        {burger}
        <Link href="/" className={classes.brand}>
          <Image src="/icon.svg" alt="" width={24} height={24} unoptimized />
          Batchyard
        </Link>
      </Group>
      <Group gap="md" wrap="nowrap">
        <UnstyledButton className={classes.search} onClick={spotlight.open} aria-label="Search, Ctrl K">
          <IconSearch size={15} aria-hidden />
          <Box component="span" visibleFrom="sm">
            Go to…
          </Box>
          <Kbd size="xs" visibleFrom="sm">
            Ctrl K
          </Kbd>
        </UnstyledButton>
        {data ? <AccountMenu user={data.me.user} /> : <Box w={32} h={32} />}
      </Group>
    </Group>
  );
}

function Sidebar({
  slug,
  path,
  data,
}: {
  readonly slug: string;
  readonly path: string;
  readonly data: ShellData | undefined;
}) {
  const pages = projectPages(slug);
  const current = currentPage(pages, path);
  return (
    <Stack gap="sm">
      <ProjectSwitcher projects={data?.projects ?? []} slug={slug} />
      <nav aria-label="Project">
        {pages.map(({ label, href, icon: Icon }) => (
          <NavLink
            key={href}
            component={Link}
            href={href}
            label={label}
            leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
            active={href === current?.href}
            aria-current={href === current?.href ? 'page' : undefined}
            styles={{ root: { borderRadius: 8, paddingBlock: 7 }, label: { fontSize: 14 } }}
          />
        ))}
      </nav>
    </Stack>
  );
}
