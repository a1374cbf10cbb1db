import { TemplateList } from '@/templates/template-list';

export default function Page() {
  return <TemplateList />;
}
