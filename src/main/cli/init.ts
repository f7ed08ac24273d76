import { createProject } from '../project.ts'
import type { CliCommand } from './command.ts'

export const init: CliCommand = {
  usage: 'init <project>',
  summary: 'make a folder a project',
  run: async (_, [folder]) => {
    const { folder: project, created } = await createProject(folder)
    const text = created
      ? `Made the project ${project}.`
      : `${project} is a project already; nothing was changed.`
    return { json: { project, created }, text: `${text}\nNext: antrum import ${folder} <folder with scans>` }
  },
}
