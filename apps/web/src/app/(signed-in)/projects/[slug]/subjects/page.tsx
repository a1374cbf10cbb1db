import { SubjectList } from '@/subjects/subject-list';

export default function Page() {
  return <SubjectList />;
}
