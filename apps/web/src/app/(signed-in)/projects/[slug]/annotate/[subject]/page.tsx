import { AnnotatePage } from '@/annotate/annotate-page';

export default async function Page({ params }: { readonly params: Promise<{ readonly subject: string }> }) {
  const { subject } = await params;
  return <AnnotatePage subjectName={decodeURIComponent(subject)} />;
}
