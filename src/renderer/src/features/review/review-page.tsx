import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { AgreementView } from './agreement-view.tsx'
import { Inbox } from './inbox.tsx'
import { ReadingView } from './reading-view.tsx'

interface ReviewPageProps {
  summary: ProjectSummary
  /** The review that is shown; all of them where there is none. */
  session: string | undefined
  /** Who reads it; what became of it where there is nobody. */
  reader: string | undefined
}

/** Blinded reading: the reviews there are, one of them being read, or what readers said of it. */
export function ReviewPage({ summary, session, reader }: ReviewPageProps) {
  const { folder } = summary
  if (session === undefined) return <Inbox summary={summary} />
  if (reader === undefined) return <AgreementView key={session} {...{ folder, session }} />
  return <ReadingView key={`${session} ${reader}`} {...{ folder, session, reader }} />
}
