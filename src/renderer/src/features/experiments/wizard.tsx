import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import type { RecipeDraft } from '../../../../shared/ipc/experiments.ts'
import { Card } from '../../components/card.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { PickOne } from '../../components/pick-one.tsx'
import { useActions } from '../../lib/actions.ts'
import { client, toPayload } from '../../lib/client.ts'
import { saveFile } from '../../lib/save-file.ts'
import { strings } from '../../lib/strings.ts'
import { fitted } from './draft-edits.ts'
import { PlanSummary } from './plan-summary.tsx'
import { stepIds, steps } from './steps.tsx'
import type { StepId, StepProps } from './steps.tsx'
import type { PlanInHand } from './use-plan.ts'
import { offersOf } from './use-offers.ts'
import { usePreview } from './use-preview.ts'
import { useYaml, YamlEditor } from './yaml-editor.tsx'

interface WizardProps extends Pick<StepProps, 'folder' | 'recipes' | 'versions' | 'offers'> {
  plan: PlanInHand
  set: (plan: PlanInHand) => void
}

/** Seven steps from a question to the queue, in any order; the same plan as a file for those who prefer that. */
export function Wizard({ plan, set, ...given }: WizardProps) {
  const { folder, offers } = given
  const queries = useQueryClient()
  const [step, setStep] = useState<StepId>('question')
  const [view, setView] = useState<'steps' | 'yaml'>(plan.text === null ? 'steps' : 'yaml')
  const file = useRef<HTMLInputElement>(null)
  const yaml = useYaml(plan)
  const words = strings.experiments
  const draft = yaml.draft ?? plan.draft
  const isBroken = yaml.error !== null
  const { preview, last, error, isBehind, engineError } = usePreview(folder, isBroken ? null : draft)
  const current = isBroken || error ? null : preview

  // What was typed is the plan as soon as it can be read.
  useEffect(() => {
    if (yaml.draft && JSON.stringify(yaml.draft) !== JSON.stringify(plan.draft))
      set({ ...plan, draft: yaml.draft })
  })

  const change = (next: RecipeDraft) => set({ ...plan, draft: next, text: null })
  const save = async () => {
    const text = plan.text ?? (await client.experiments.toYaml({ draft })).yaml
    saveFile(`${draft.name}.yaml`, new Blob([text], { type: 'application/yaml' }))
  }
  const openFile = async (chosen: File | undefined) => {
    if (!chosen) return
    set({ ...plan, recipe: null, text: await chosen.text() })
    setView('yaml')
  }
  useActions([
    { id: 'plan.yaml', name: words.actions.yaml, group: words.title, run: () => setView('yaml') },
    { id: 'plan.steps', name: words.actions.steps, group: words.title, run: () => setView('steps') },
    { id: 'plan.save', name: words.actions.save, group: words.title, run: () => void save() },
    { id: 'plan.open', name: words.actions.open, group: words.title, run: () => file.current?.click() },
  ])
  const show = (id: StepId) => {
    setView('steps')
    setStep(id)
  }
  const index = stepIds.indexOf(step)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '200px minmax(0, 1fr)', gap: 3, alignItems: 'start' }}>
      <Box sx={{ position: 'sticky', top: 72, display: 'grid', gap: 3 }}>
        <StepList step={view === 'steps' ? step : null} show={show} />
        <PlanSummary preview={current} isBehind={isBehind} />
      </Box>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
          <PickOne
            label={words.view.label}
            value={view}
            options={(['steps', 'yaml'] as const).map((value) => ({ value, name: words.view[value] }))}
            choose={setView}
          />
          <Box sx={{ flex: 1 }} />
          <input
            ref={file}
            type="file"
            accept=".yaml,.yml"
            hidden
            aria-label={words.actions.open}
            onChange={({ target }) => {
              void openFile(target.files?.[0])
              target.value = ''
            }}
          />
          <Button color="inherit" onClick={() => file.current?.click()}>
            {words.view.open}
          </Button>
          <Button color="inherit" disabled={isBroken} onClick={() => void save()}>
            {words.view.save}
          </Button>
        </Box>
        {engineError && <ErrorPanel title={words.noEngine} error={toPayload(engineError)} />}
        <Card>
          {view === 'yaml' ? (
            <YamlEditor
              draft={draft}
              plan={plan}
              problems={yaml.problems}
              type={(text) => set({ ...plan, text })}
            />
          ) : (
            <OneStep
              key={step}
              {...given}
              {...{ step, draft, change }}
              recipe={plan.recipe}
              preview={current}
              costs={last?.methods ?? null}
              isCurrent={!isBehind && current !== null}
              begin={(recipe, shipped) => set({ recipe, text: null, draft: fitted(shipped, offers).draft })}
              chooseDataset={(version) =>
                void offersOf(queries, folder, given.versions, version).then((others) =>
                  change(fitted({ ...draft, dataset: version }, others).draft),
                )
              }
            />
          )}
        </Card>
        {/* Below what is being filled in, which stays where it is. */}
        {error && !isBroken && <ErrorPanel title={words.cannot} error={toPayload(error)} />}
        {view === 'steps' && (
          <Box sx={{ display: 'flex', gap: 1 }}>
            <Button
              variant="outlined"
              color="inherit"
              disabled={index === 0}
              onClick={() => setStep(stepIds[index - 1])}
            >
              {words.back}
            </Button>
            {index < stepIds.length - 1 && (
              <Button variant="contained" onClick={() => setStep(stepIds[index + 1])}>
                {words.next}
              </Button>
            )}
          </Box>
        )}
      </Box>
    </Box>
  )
}

/** Its heading takes the focus, so that keyboard and screen reader go on there. */
function OneStep({ step, ...props }: StepProps & { step: StepId }) {
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const isFirst = useRef(step === 'question')
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus()
  }, [])
  const { title, text } = strings.experiments.steps[step]
  const Step = steps[step]
  return (
    <Box
      component="section"
      aria-labelledby={id}
      sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}
    >
      <Box>
        <Typography variant="h2" id={id} ref={heading} tabIndex={-1} sx={{ outline: 'none !important' }}>
          {title}
        </Typography>
        <Typography sx={{ color: 'text.secondary', maxWidth: '72ch' }}>{text}</Typography>
      </Box>
      <Step {...props} />
    </Box>
  )
}

function StepList({ step, show }: { step: StepId | null; show: (step: StepId) => void }) {
  const words = strings.experiments
  return (
    <Box component="nav" aria-label={words.stepList}>
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {stepIds.map((id, index) => (
          <li key={id}>
            <Button
              fullWidth
              size="small"
              color={id === step ? 'primary' : 'inherit'}
              aria-current={id === step ? 'step' : undefined}
              onClick={() => show(id)}
              sx={{ justifyContent: 'flex-start', textAlign: 'left', fontWeight: id === step ? 600 : 400 }}
            >
              {index + 1}. {words.steps[id].short}
            </Button>
          </li>
        ))}
      </Box>
    </Box>
  )
}
