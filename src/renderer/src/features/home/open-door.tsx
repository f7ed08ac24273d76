import { PathForm } from '../../components/path-form.tsx'
import { Section } from '../../components/section.tsx'
import { strings } from '../../lib/strings.ts'

/** A browser has no dialog that could show the folders of the machine Antrum runs on. */
export const OpenDoor = ({ openProject }: { openProject: (folder: string) => void }) => (
  <Section title={strings.home.openDoor.title} text={strings.home.openDoor.text}>
    <PathForm
      label={strings.home.path}
      hint={strings.home.pathHint}
      submit={strings.home.openPath}
      onSubmit={openProject}
    />
  </Section>
)
