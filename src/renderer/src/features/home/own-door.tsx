import { useMutation, useQuery } from '@tanstack/react-query'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { PathForm } from '../../components/path-form.tsx'
import { Section } from '../../components/section.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'

/** Makes an empty project and leads to where scans come in. */
export function OwnDoor() {
  const places = useQuery({ queryKey: ['places'], queryFn: () => client.project.places() })
  const create = useMutation({
    mutationFn: (folder: string) => client.project.create({ folder }),
    onSuccess: ({ folder }) => go({ page: 'cohort', folder }),
  })
  const choose = useMutation({
    mutationFn: () => client.host.choose({ what: 'folder' }),
    onSuccess: ({ paths: [folder] }) => folder && create.mutate(folder),
  })
  const words = strings.home.own
  const error = create.error ?? choose.error
  return (
    <Section title={words.title} text={words.text}>
      <PathForm
        label={words.folder}
        hint={words.hint}
        {...(places.data && { suggestion: places.data.own })}
        submit={words.start}
        dialog={{ name: words.choose, isOpen: choose.isPending, open: () => choose.mutate() }}
        onSubmit={(folder) => create.mutate(folder)}
      />
      {error && <ErrorPanel title={words.failed} error={toPayload(error)} />}
    </Section>
  )
}
