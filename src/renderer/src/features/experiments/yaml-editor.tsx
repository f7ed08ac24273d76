import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef } from 'react'
import { monospace } from '../../app/theme.ts'
import type { RecipeDraft, RecipeProblem } from '../../../../shared/ipc/experiments.ts'
import { client, toPayload } from '../../lib/client.ts'
import { inWords } from '../../lib/core-words.ts'
import { strings } from '../../lib/strings.ts'
import type { PlanInHand } from './use-plan.ts'
import { useSettled } from './use-preview.ts'

/** What a typed file says; `draft` null and problems where it is no recipe. */
export function useYaml(plan: PlanInHand | null) {
  const text = useSettled(plan?.text ?? null)
  const read = useQuery({
    queryKey: ['experiments', 'read', text],
    queryFn: () => client.experiments.read({ yaml: text! }),
    enabled: text !== null,
  })
  const error = plan?.text == null || read.error === null ? null : toPayload(read.error)
  return {
    draft: (text !== null && text === plan?.text && read.data?.draft) || null,
    error,
    problems: (error?.details as { places?: RecipeProblem[] } | undefined)?.places ?? [],
  }
}

interface YamlEditorProps {
  draft: RecipeDraft
  plan: PlanInHand
  problems: readonly RecipeProblem[]
  type: (text: string) => void
}

/** The plan as its file: every setting can be changed here, and mistakes are named with line and column. */
export function YamlEditor({ draft, plan, problems, type }: YamlEditorProps) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const numbers = useRef<HTMLPreElement>(null)
  const words = strings.experiments.yaml
  const written = useQuery({
    queryKey: ['experiments', 'yaml', draft],
    queryFn: () => client.experiments.toYaml({ draft }),
    enabled: plan.text === null,
    staleTime: Infinity,
  })
  const text = plan.text ?? written.data?.yaml ?? ''
  const lines = text.split('\n').length
  useEffect(() => field.current?.focus(), [])
  const jump = ({ line, column }: RecipeProblem) => {
    const before = text.split('\n').slice(0, line! - 1)
    const at = before.reduce((sum, { length }) => sum + length + 1, 0) + column! - 1
    field.current?.focus()
    field.current?.setSelectionRange(at, at)
  }
  const type_ = { fontFamily: monospace, fontSize: '0.8125rem', lineHeight: '20px' }
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
      <Typography sx={{ color: 'text.secondary' }} id={`${id}-hint`}>
        {words.hint}
      </Typography>
      <Box sx={{ display: 'flex', border: 1, borderColor: 'divider', borderRadius: 1, overflow: 'hidden' }}>
        <Box
          component="pre"
          ref={numbers}
          aria-hidden
          sx={{
            ...type_,
            m: 0,
            py: 1,
            px: 1,
            textAlign: 'right',
            color: 'text.secondary',
            bgcolor: 'background.default',
            overflow: 'hidden',
            height: 440,
            boxSizing: 'border-box',
            userSelect: 'none',
          }}
        >
          {Array.from({ length: lines }, (_, index) => index + 1).join('\n')}
        </Box>
        <Box
          component="textarea"
          ref={field}
          aria-label={words.label}
          aria-describedby={`${id}-hint ${id}-problems`}
          aria-invalid={problems.length > 0}
          value={text}
          spellCheck={false}
          wrap="off"
          onChange={({ target }: { target: HTMLTextAreaElement }) => type(target.value)}
          onScroll={() => numbers.current?.scrollTo(0, field.current!.scrollTop)}
          sx={{
            ...type_,
            flex: 1,
            minWidth: 0,
            height: 440,
            p: 1,
            border: 0,
            resize: 'none',
            color: 'text.primary',
            bgcolor: 'background.paper',
            outlineOffset: -2,
          }}
        />
      </Box>
      <Box id={`${id}-problems`} role="status">
        {problems.length === 0 ? (
          <Typography sx={{ color: 'text.secondary' }}>{words.fine}</Typography>
        ) : (
          <Box component="ul" aria-label={words.problems} sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {problems.map((problem, index) => (
              <Box component="li" key={index} sx={{ display: 'flex', gap: 1, alignItems: 'baseline' }}>
                {problem.line !== null && (
                  <Button size="small" sx={{ flexShrink: 0 }} onClick={() => jump(problem)}>
                    {words.place(problem.line, problem.column ?? 1)}
                  </Button>
                )}
                <Typography sx={{ color: 'error.main', overflowWrap: 'anywhere' }}>
                  {inWords(problem.message)}
                </Typography>
              </Box>
            ))}
          </Box>
        )}
      </Box>
    </Box>
  )
}
